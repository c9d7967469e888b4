using ModelGate.Gate.Policies;
using ModelGate.Gate.Reporters;
using ModelGate.Models.Diagnostics;
using ModelGate.Quantization.Observers;
using ModelGate.Quantization.Quantizers;
using ModelGate.Quantization.Schemes;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Policies;

/// <summary>Policies as text, read with the parts that the tool has.</summary>
internal static class PolicyText
{
    public static Catalog Catalog { get; } = new()
    {
        Schemes = [new W8A8Fp8(), new W8A8Int8(), new W4A16Int4()],
        Quantizers = [new RoundToNearest(), new Gptq(), new Awq()],
        Observers = [new MinMax(), new Mse()],
        Evaluation = TestCatalog.With,
        Reporters = [new MarkdownReporter(), new JsonReporter()],
    };

    public const string Minimal = """
        version: 1
        model: demo
        candidates:
          fp8: {scheme: w8a8-fp8}
        accuracy: {tasks: demo}
        gates:
          - {metric: recovery, at-least: 99%}
        """;

    public static Policy Read(string text) => PolicyReader.Parse(text, "quantgate.yml", Catalog);

    /// <summary>Every diagnostic of a policy that must not be accepted, one a line.</summary>
    public static string Problems(string text) =>
        string.Join('\n', Assert.Throws<DiagnosticException>(() => Read(text)).Diagnostics);
}
