using ModelGate.Gate.Policies;
using ModelGate.Gate.Runs;
using ModelGate.Gate.Tasks;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Engines;
using ModelGate.Models.Engines.Cpu;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Suites;

/// <summary>
/// How many prompt tokens the engine computes on real few-shot prompts, against a run that sends each request alone: shared examples and a
/// document's context go through the model once, and choices of one token cost nothing of their own.
/// </summary>
public sealed class PrefixReuseTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public PrefixReuseTests() => WideModel.Write(folder.Combine("model"));

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("mmlu_high_school_us_history", 5, 0.12)]
    [InlineData("mmlu_astronomy", 5, 0.12)]
    [InlineData("hellaswag", 10, 0.35)]
    public void Evaluate_computes_a_small_part_of_the_tokens(string task, int shots, double most)
    {
        if (Repository.Shared is null) Assert.Skip("The benchmark documents are not here (MODELGATE_SHARED).");
        using SharedDataFolder data = new();
        var planner = new TaskPlanner(
            new TaskLibrary(Repository.Root), new DataFolder(data.Path, new LocalDocuments()), TestCatalog.WithoutSandbox, null, 1234);
        PreparedTask prepared = planner.Plan([new TaskEntry(task, new SourcePoint("test")) { Shots = shots, Limit = 40 }], "")[0].Tasks[0];
        using CpuEngine engine = CpuEngine.Open(folder.Combine("model"), new CpuEngineOptions());
        TaskResult result = new Evaluator(engine).Evaluate(prepared, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(0, result.TruncatedDocuments);
        PrefixReuse reuse = engine.PrefixReuse;
        Assert.True(
            reuse.TokensComputed <= most * reuse.TokensRequested,
            $"{task}: {reuse.TokensComputed} of {reuse.TokensRequested} tokens, "
                + $"{100.0 * reuse.TokensComputed / reuse.TokensRequested:F1} %");
    }
}
