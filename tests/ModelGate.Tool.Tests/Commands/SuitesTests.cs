using System.Text.Json;
using ModelGate.Gate.Tasks;
using ModelGate.Measurement.Accuracy;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Tool.Tests.Commands;

/// <summary>
/// The paper's suites end to end on the demo model with real documents, one of each task; where a configuration is not among the reference
/// material, rows of another one stand in. Scores mean nothing here.
/// </summary>
public sealed class SuitesTests : IDisposable
{
    private readonly ToolRun run = new();

    public void Dispose() => run.Dispose();

    [Theory]
    [InlineData("leaderboard-v1", 7)]
    [InlineData("leaderboard-v2", 6)]
    public async Task Eval_of_a_suite_scores_every_task(string suite, int members)
    {
        if (Repository.Shared is null) Assert.Skip("The benchmark documents are not here (MODELGATE_SHARED).");
        using SharedDataFolder data = new();
        TaskSelection selection = new TaskLibrary(Repository.Root).Resolve(suite, new SourcePoint("test"), "");
        foreach (IGrouping<string, DatasetReference.Hub> dataset in selection.Leaves.Select(leaf => leaf.Dataset)
            .OfType<DatasetReference.Hub>().GroupBy(hub => hub.Path))
        {
            data.FillMissing(dataset.Key, dataset.Select(hub => hub.ConfigurationName).Distinct(), rows: 6);
        }

        Assert.Equal(members, SuiteMember.Of(selection).Count);
        await run.SucceedAsync("eval", "demo", "--tasks", suite, "--limit", "1", "--data-folder", data.Path, "-o", "out");
        using JsonDocument results = JsonDocument.Parse(File.ReadAllText(run.Combine("out", "results.json")));
        foreach (TaskDefinition leaf in selection.Leaves)
        {
            JsonElement task = results.RootElement.GetProperty("results").GetProperty(leaf.Name);
            Assert.Equal(1, task.GetProperty("sample_len").GetInt32());
            Assert.NotEmpty(leaf.Metrics);
            Assert.Contains(
                task.EnumerateObject(), property => property.Name.StartsWith(leaf.Metrics[0].Name + ",", StringComparison.Ordinal));
            Assert.NotEmpty(File.ReadAllLines(run.Combine("out", $"samples_{leaf.Name}.jsonl")));
        }
    }
}
