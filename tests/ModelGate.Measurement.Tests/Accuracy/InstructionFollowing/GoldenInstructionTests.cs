using System.Text.Json;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.InstructionFollowing;
using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Testing;

namespace ModelGate.Measurement.Tests.Accuracy.InstructionFollowing;

/// <summary>Replies graded by the harness's own checks: every <c>ifeval*.jsonl</c> below <c>golden/scoring</c>.</summary>
public sealed class GoldenInstructionTests
{
    [Fact]
    public void Grade_every_recorded_reply_equals_the_harness()
    {
        List<string> differences = [];
        foreach ((string file, int line, JsonElement row) in Rows().Where(row => row.Row.TryGetProperty("response", out _)))
        {
            GradedReply graded = Grade(file, line, row);
            string[] ids = [.. row.GetProperty("instruction_id_list").EnumerateArray().Select(id => id.GetString()!)];
            bool[] strict = Flags(row, "strict"), loose = Flags(row, "loose");
            for (int i = 0; i < ids.Length; i++)
            {
                if (graded.Strict[i] != strict[i]) differences.Add($"{file}({line}): {ids[i]} strict");
                if (graded.Loose[i] != loose[i]) differences.Add($"{file}({line}): {ids[i]} loose");
            }
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public void Metrics_over_each_file_equal_its_summary()
    {
        InstructionMetric[] metrics =
            [new PromptLevelStrictAcc(), new PromptLevelLooseAcc(), new InstLevelStrictAcc(), new InstLevelLooseAcc()];
        foreach (IGrouping<string, (string File, int Line, JsonElement Row)> file in Rows().GroupBy(row => row.File))
        {
            JsonElement[] summaries = [.. file.Where(row => row.Row.TryGetProperty("summary", out _)).Select(row => row.Row)];
            if (summaries.Length == 0) continue;
            JsonElement summary = Assert.Single(summaries).GetProperty("summary");
            DocumentOutcome[] outcomes = [.. file
                .Where(row => row.Row.TryGetProperty("response", out _))
                .Select(row => new DocumentOutcome.Generated(Read(row.File, row.Line, row.Row), [Reply(row.Row)], []))];
            Assert.Equal(summary.GetProperty("docs").GetInt32(), outcomes.Length);
            Dictionary<string, double> scores = metrics.ToDictionary(metric => metric.Name, metric => Score(metric, outcomes));
            Assert.All(scores, score => Assert.Equal(summary.GetProperty(score.Key).GetDouble(), score.Value, 1e-12));
            Assert.Equal(
                (scores["prompt_level_strict_acc"] + scores["inst_level_strict_acc"]) / 2, Score(new StrictAcc(), outcomes), 1e-12);
        }
    }

    private static double Score(InstructionMetric metric, IReadOnlyList<DocumentOutcome> outcomes)
    {
        IReadOnlyList<SampleValue> values = metric.Bind(new(PartSpec.Of(metric.Name)))(
            outcomes, TestContext.Current.CancellationToken);
        return TestCatalog.WithoutSandbox.Aggregation(metric.AggregationFor(OutputType.GenerateUntil)!)!.Aggregate(values);
    }

    private static IReadOnlyList<(string File, int Line, JsonElement Row)> Rows()
    {
        Assert.SkipWhen(Repository.Shared is null, "The recorded grades are not here (MODELGATE_SHARED).");
        string shared = Repository.Shared!;
        string[] files = Directory.GetFiles(Path.Combine(shared, "golden", "scoring"), "ifeval*.jsonl", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        return [.. files.Order(StringComparer.Ordinal).SelectMany(file => File.ReadLines(file)
            .Select((text, index) => (file, index + 1, JsonDocument.Parse(text).RootElement)))];
    }

    private static GradedReply Grade(string file, int line, JsonElement row) => GradedReply.Grade(Read(file, line, row), Reply(row));

    private static Document Read(string file, int line, JsonElement row) => new(0, JsonValues.Fields(row), new(file, line));

    private static string Reply(JsonElement row) => row.GetProperty("response").GetString()!;

    private static bool[] Flags(JsonElement row, string name) =>
        [.. row.GetProperty(name).EnumerateArray().Select(flag => flag.GetBoolean())];
}
