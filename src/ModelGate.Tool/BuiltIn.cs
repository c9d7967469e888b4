using ModelGate.Gate;
using ModelGate.Gate.Reporters;
using ModelGate.Quantization.Observers;
using ModelGate.Quantization.Quantizers;
using ModelGate.Quantization.Schemes;
using ModelGate.Tool.Terminal;

namespace ModelGate.Tool;

/// <summary>Everything the tool can do. To add a part: one file, and one line here.</summary>
internal static class BuiltIn
{
    public static Catalog Catalog { get; } = new()
    {
        Schemes = [new W8A8Fp8(), new W8A8Int8(), new W4A16Int4()],
        Quantizers = [new RoundToNearest(), new Gptq(), new Awq()],
        Observers = [new MinMax(), new Mse()],
        Reporters = [new ConsoleReporter(), new MarkdownReporter(), new JsonReporter()],
    };
}
