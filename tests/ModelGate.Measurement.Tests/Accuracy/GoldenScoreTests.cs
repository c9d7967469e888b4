using System.Text.Json;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Measurement.Accuracy.Results;
using ModelGate.Measurement.Tests.Accuracy.Metrics;

namespace ModelGate.Measurement.Tests.Accuracy;

/// <summary>Recorded numbers beyond single documents: groups, normalisation, pass@k.</summary>
public sealed class GoldenScoreTests
{
    [Fact]
    public void Group_scores_equal_the_harness() => Assert.All(RecordedScores.Of("aggregate"), row =>
    {
        double[] means = Numbers(row, "means"), errors = Numbers(row, "stderrs"), sizes = Numbers(row, "sizes");
        (double, double?, int)[] tasks = [.. means.Select((mean, i) => (mean, (double?)errors[i], (int)sizes[i]))];
        GroupScore score = GroupScore.Of("acc", "none", tasks, weightBySize: true);
        Assert.Equal(row.GetProperty("weighted_mean").GetDouble(), score.Value, 1e-12);
        Assert.Equal(row.GetProperty("pooled_stderr").GetDouble(), score.StandardError!.Value, 1e-12);
        Assert.Equal(row.GetProperty("plain_mean").GetDouble(), GroupScore.Of("acc", "none", tasks, weightBySize: false).Value, 1e-12);
    });

    /// <summary>The same sizes and right answers as members of a suite.</summary>
    [Fact]
    public void Recovery_tasks_weigh_as_the_harness() => Assert.All(RecordedScores.Of("aggregate"), row =>
    {
        double[] sizes = Numbers(row, "sizes"), correct = Numbers(row, "correct");
        RecoverySubtask[] subtasks = [.. sizes.Select((size, i) => new RecoverySubtask($"{i}", Scores((int)size, (int)correct[i])))];
        Assert.Equal(row.GetProperty("weighted_mean").GetDouble(), new RecoveryTask("t", "acc", subtasks).BaselineScore, 1e-12);
        Assert.Equal(
            row.GetProperty("plain_mean").GetDouble(), new RecoveryTask("t", "acc", subtasks, SubtaskWeights.Equal).BaselineScore, 1e-12);
    });

    [Fact]
    public void Normalised_scores_equal_the_leaderboard() => Assert.All(RecordedScores.Of("normalise"), row =>
    {
        double raw = row.GetProperty("raw").GetDouble(), chance = row.GetProperty("baseline").GetDouble();
        var subtask = new RecoverySubtask("t", new RecoveryScores.Paired([raw], [raw]), chance, IsNormalised: true);
        Assert.Equal(row.GetProperty("value").GetDouble(), subtask.BaselineScore * 100, 1e-9);
    });

    [Fact]
    public void Pass_at_k_equals_the_harness() => Assert.All(RecordedScores.Of("pass_at_k"), row =>
    {
        int n = row.GetProperty("n").GetInt32(), c = row.GetProperty("c").GetInt32(), k = row.GetProperty("k").GetInt32();
        Assert.Equal(row.GetProperty("value").GetDouble(), PassAtK.Estimate(n, c, k), 1e-12);
    });

    private static RecoveryScores.Paired Scores(int size, int correct)
    {
        double[] scores = [.. Enumerable.Range(0, size).Select(i => i < correct ? 1.0 : 0)];
        return new(scores, scores);
    }

    private static double[] Numbers(JsonElement row, string name) =>
        [.. row.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];
}
