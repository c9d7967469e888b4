using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Statistics;

namespace ModelGate.Measurement.Tests.Accuracy;

public class RecoveryTests
{
    [Fact]
    public void Of_a_suite_is_the_ratio_of_averages()
    {
        RecoverySuite suite = new("two", [Task("a", 90, 81, 100), Task("b", 20, 22, 100)]);
        Assert.Equal((0.81 + 0.22) / (0.9 + 0.2), Recovery.Of(suite)!.Value, 1e-12);
        Assert.NotEqual((0.9 + 1.1) / 2, Recovery.Of(suite)!.Value, 1e-6);
    }

    /// <summary>Averages of tables 2 and 3 of arXiv 2411.02355, as means of unpaired scores.</summary>
    [Theory]
    [InlineData(74.06, 73.55, 99.31)]
    [InlineData(27.62, 27.96, 101.23)]
    public void Of_averages_recomputes_the_paper(double baseline, double candidate, double printed)
    {
        RecoveryTask task = RecoveryTask.Plain("average", "acc", new RecoveryScores.Unpaired(
            new ScoreSummary(baseline / 100, 0.004, 1000), new ScoreSummary(candidate / 100, 0.004, 1000)));
        Assert.Equal(printed, Math.Round(Recovery.Of(task)!.Value * 100, 2));
    }

    [Fact]
    public void Of_a_group_weights_subtasks_by_documents_or_equally()
    {
        RecoverySubtask[] subtasks = [new("small", Binary(5, 5, 10)), new("large", Binary(27, 27, 30))];
        Assert.Equal(0.8, new RecoveryTask("group", "acc", subtasks).BaselineScore, 1e-12);
        Assert.Equal(0.7, new RecoveryTask("group", "acc", subtasks, SubtaskWeights.Equal).BaselineScore, 1e-12);
    }

    [Theory]
    [InlineData(0.30, 0.25, 0.06667)]
    [InlineData(0.20, 0.25, 0)]
    [InlineData(0.35, 1.0 / 3, 0.025)]
    public void Normalise_subtracts_chance_and_stops_at_zero(double score, double chance, double expected) =>
        Assert.Equal(expected, new RecoverySubtask("t", Binary(1, 1, 2), chance, IsNormalised: true).Normalise(score), 1e-5);

    [Fact]
    public void Of_normalised_scores_is_wider_than_of_raw_ones()
    {
        RecoveryScores scores = Binary(120, 116, 300);
        IEstimate raw = Recovery.Of(RecoveryTask.Plain("t", "acc", scores, 0.25))!;
        IEstimate normalised = Recovery.Of(new RecoveryTask("t", "acc", [new("t", scores, 0.25, IsNormalised: true)]))!;
        Assert.Equal((116.0 / 300 - 0.25) / (120.0 / 300 - 0.25), normalised.Value, 1e-12);
        Assert.True(normalised.Bounds(0.95).HalfWidth > 2 * raw.Bounds(0.95).HalfWidth);
    }

    [Fact]
    public void Of_a_candidate_below_chance_is_zero_with_an_interval()
    {
        IEstimate recovery = Recovery.Of(new RecoveryTask("t", "acc", [new("t", Binary(40, 20, 100), 0.25, IsNormalised: true)]))!;
        Assert.Equal(0, recovery.Value);
        Assert.True(recovery.Bounds(0.95).High >= 0);
    }

    [Fact]
    public void Of_a_baseline_of_zero_is_not_defined() => Assert.Null(Recovery.Of(Task("t", 0, 3, 10)));

    [Fact]
    public void Of_continuous_scores_that_did_not_change_still_has_doubt()
    {
        double[] scores = [.. Enumerable.Range(0, 50).Select(i => i / 60.0)];
        Interval bounds = Recovery.Of(RecoveryTask.Plain("mc2", "acc", new RecoveryScores.Paired(scores, scores)))!.Bounds(0.95);
        Assert.True(bounds.Low < 1 && bounds.High > 1);
    }

    [Fact]
    public void Of_a_suite_of_counts_and_shares_keeps_the_doubt_of_unflipped_counts()
    {
        double[] baseline = [.. Enumerable.Range(0, 200).Select(i => 0.4 + i % 10 * 0.02)];
        double[] candidate = [.. baseline.Select((score, i) => score + (i % 3 - 1) * 0.001)];
        RecoveryTask shares = RecoveryTask.Plain("mc2", "acc", new RecoveryScores.Paired(baseline, candidate));
        double alone = Recovery.Of(shares)!.Bounds(0.95).HalfWidth;
        double together = Recovery.Of(new RecoverySuite("mixed", [shares, Task("counts", 50, 50, 100)]))!.Bounds(0.95).HalfWidth;
        Assert.True(together > 5 * alone);
    }

    [Fact]
    public void Of_unpaired_summaries_is_wider_than_of_the_paired_documents()
    {
        RecoveryTask paired = Task("t", 70, 68, 100);
        double error = Math.Sqrt(0.7 * 0.3 / 99);
        RecoveryTask unpaired = RecoveryTask.Plain("t", "acc", new RecoveryScores.Unpaired(new(0.7, error, 100), new(0.68, error, 100)));
        Assert.True(Recovery.Of(unpaired)!.Bounds(0.95).HalfWidth > 1.5 * Recovery.Of(paired)!.Bounds(0.95).HalfWidth);
        Assert.True(Recovery.ProvenanceOf([unpaired]).IsUnpaired);
    }

    [Fact]
    public void ScoreOf_one_task_has_clopper_pearson_bounds()
    {
        Interval bounds = Recovery.ScoreOf([Task("t", 10, 20, 20)]).Bounds(0.95);
        Assert.Equal(Math.Pow(0.05, 1.0 / 20), bounds.Low, 1e-6);
        Assert.Equal(1, bounds.High);
    }

    [Theory]
    [InlineData(75, false)]
    [InlineData(86, false)]
    [InlineData(88, true)]
    public void Chance_test_is_the_exact_one_sided_binomial_test(int right, bool expected)
    {
        // P(X ≥ 88 | 300, 0.25) = 0.049, P(X ≥ 87) = 0.063
        Assert.Equal(expected, new BinomialDistribution(300, 0.25).AtLeast(right) <= 0.05);
        RecoveryTask task = RecoveryTask.Plain("letters", "acc", Binary(right, right, 300), chanceLevel: 0.25);
        Assert.Equal(expected, ChanceTest.IsAboveChance(task));
        Assert.Equal(expected ? 0 : 1, Recovery.ProvenanceOf([task]).Notes.Count);
    }

    [Fact]
    public void Chance_test_without_a_chance_level_says_nothing() => Assert.Null(ChanceTest.IsAboveChance(Task("t", 1, 1, 10)));

    [Fact]
    public void Paired_scores_of_unequal_length_or_with_a_mean_out_of_range_throw()
    {
        Assert.Throws<ArgumentException>(() => new RecoveryScores.Paired([1, 0], [1]));
        Assert.Throws<ArgumentException>(() => new RecoveryScores.Paired([], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecoveryScores.Paired([1, double.NaN], [1, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecoveryScores.Paired([1, 0], [2, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecoveryScores.Paired([1, 0], [-1, 1]));
        Assert.Equal(1, new RecoveryScores.Paired([1, 0], [2, 0]).CandidateMean);
    }

    [Fact]
    public void Forecast_names_a_margin_that_an_unchanged_candidate_meets()
    {
        ForecastTask[] demo = [new(400), new(300), new(300), new(300), new(200)];
        RecoveryForecast forecast = RecoveryForecast.Of(demo);
        Assert.InRange(forecast.HalfWidth, 0.001, 0.05);
        Assert.Equal(0.99 - forecast.Interval.Low, forecast.SmallestMargin(0.99), 1e-12);
        Assert.Equal(0, forecast.SmallestMargin(0.5));
        Assert.True(RecoveryForecast.Of([new(4000), new(4000)]).HalfWidth < forecast.HalfWidth);
        Assert.True(RecoveryForecast.Of([new(400, 0.9)]).HalfWidth < RecoveryForecast.Of([new(400, 0.3)]).HalfWidth);
    }

    /// <summary>Candidate right on the first documents, so that a lower count is losses only and a higher one gains only.</summary>
    private static RecoveryScores.Paired Binary(int baselineRight, int candidateRight, int documents) => new(
        [.. Enumerable.Range(0, documents).Select(i => i < baselineRight ? 1.0 : 0)],
        [.. Enumerable.Range(0, documents).Select(i => i < candidateRight ? 1.0 : 0)]);

    private static RecoveryTask Task(string name, int baselineRight, int candidateRight, int documents) =>
        RecoveryTask.Plain(name, "acc", Binary(baselineRight, candidateRight, documents));
}
