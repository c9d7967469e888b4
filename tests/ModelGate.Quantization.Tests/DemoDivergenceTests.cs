using System.Text.Json;
using ModelGate.Quantization.Calibration;
using ModelGate.Quantization.Quantizers;
using ModelGate.Quantization.Schemes;
using ModelGate.Testing;

namespace ModelGate.Quantization.Tests;

/// <summary>
/// The bundled model, quantized and run with real integer and FP8 arithmetic, against the PyTorch reference. All recipes: the benchmark.
/// </summary>
public sealed class DemoDivergenceTests(DemoDivergenceTests.Baseline baseline) : IClassFixture<DemoDivergenceTests.Baseline>
{
    [Theory]
    [InlineData("fp8")]
    [InlineData("int8-rtn")]
    [InlineData("int4-actorder")]
    public void Run_reference_recipe_diverges_at_most_a_tenth_more_than_the_reference(string name)
    {
        QuantizationRecipe recipe = name switch
        {
            "fp8" => new W8A8Fp8().DefaultRecipe,
            "int8-rtn" => new W8A8Int8().DefaultRecipe with { Quantizer = new RoundToNearest() },
            _ => new W4A16Int4().DefaultRecipe,
        };
        var calibration = new CalibrationSettings(
            new CalibrationSource.TextFile(Path.Combine(Repository.Demo, "tasks", "calibration.jsonl")), Samples: 512, Length: 128);
        using var folder = new TemporaryFolder();
        new Quantizer(TimeProvider.System).Run(
            new QuantizationRequest(Repository.DemoModel, folder.Combine(name), recipe, calibration),
            cancel: TestContext.Current.CancellationToken);
        Assert.InRange(baseline.Divergence.Of(folder.Combine(name)).Divergence, 0, 1.1 * baseline.Reference(name));
    }

    public sealed class Baseline
    {
        public LogitsDivergence Divergence { get; } = new(Repository.DemoModel, Path.Combine(Repository.Demo, "tasks", "text.jsonl"));

        public double Reference(string name)
        {
            using JsonDocument file = JsonDocument.Parse(
                File.ReadAllBytes(Path.Combine(Repository.Demo, "reference", "quantization.json")));
            return file.RootElement.GetProperty(name).GetProperty("kl").GetDouble();
        }
    }
}
