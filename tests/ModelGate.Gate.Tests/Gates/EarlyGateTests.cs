using ModelGate.Gate.Gates;
using ModelGate.Measurement;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Statistics;

namespace ModelGate.Gate.Tests.Gates;

/// <summary>Whole runs of the round loop on made-up models, judged by the gate itself and stopped at its first decision.</summary>
public sealed class EarlyGateTests(ITestOutputHelper output)
{
    private const int Runs = 300;
    private const double Margin = 0.02, Alpha = 1 - Interval.DefaultConfidence;

    /// <summary>Subtasks that differ in size and in how often the baseline is right.</summary>
    private static readonly (int Documents, double Accuracy)[] Subtasks = [(900, 0.85), (600, 0.7), (360, 0.6), (140, 0.4)];

    private static int Documents => Subtasks.Sum(subtask => subtask.Documents);

    private static double Baseline => Subtasks.Sum(subtask => subtask.Documents * subtask.Accuracy) / Documents;

    [Theory]
    [InlineData(0.01, 0.6)]
    [InlineData(0.01, 1.0)]
    [InlineData(0.05, 0.6)]
    [InlineData(0.05, 1.0)]
    public void Wrong_verdicts_stay_rare_and_clear_cases_stop_early(double flipRate, double lossShare)
    {
        double truth = 1 - flipRate * (2 * lossShare - 1) / Baseline;
        double most = Alpha + 3 * Math.Sqrt(Alpha * (1 - Alpha) / Runs);
        Tally worst = Simulate("the worst that may not pass", truth + Margin);
        Assert.InRange(worst.Passed, 0, most);
        Tally least = Simulate("the least that may not fail", truth);
        Assert.InRange(least.Failed, 0, most);
        Tally good = Simulate("a margin above the limit", truth - Margin);
        Assert.InRange(good.Failed, 0, most);
        Assert.InRange(good.Asked, 0, 0.9);
        Tally bad = Simulate("three margins below the limit", truth + 3 * Margin);
        Assert.InRange(bad.Passed, 0, most);
        Assert.InRange(bad.Asked, 0, 0.9);

        Tally Simulate(string name, double limit)
        {
            GateRule rule = new() { Metric = Metric.Recovery, Bound = new Bound.AtLeast(limit), Margin = Margin };
            (string Outcome, int Asked)[] runs = new (string, int)[Runs];
            Parallel.For(0, Runs, run => runs[run] = Run(new EarlyGate(rule, 1), (ulong)run, flipRate, lossShare));
            Tally tally = new(
                (double)runs.Count(run => run.Outcome == "passed") / Runs, (double)runs.Count(run => run.Outcome == "failed") / Runs,
                runs.Average(run => run.Asked) / Documents);
            output.WriteLine($"flips {flipRate:P0}, losses {lossShare:P0}, {name}: passed {tally.Passed:P1}, failed {tally.Failed:P1}, "
                + $"documents saved {1 - tally.Asked:P0}");
            return tally;
        }
    }

    [Fact]
    public void Failure_among_several_tasks_waits_until_their_adjustment_allows_it()
    {
        GateRule rule = new() { Metric = Metric.Recovery, Bound = new Bound.AtLeast(0.97), Per = GateScope.Task };
        RecoveryTask task = Lossy(100, 12);
        double p = Recovery.Of(task)!.PValueBelow(0.97);
        Assert.InRange(p, Alpha / 20, Alpha);
        Assert.IsType<Outcome.Failed>(new EarlyGate(rule, 1).Decide(task));
        Assert.False(new EarlyGate(rule, 20).IsDecided(task));
        Assert.True(new EarlyGate(rule, (int)(Alpha / p)).IsDecided(task));
    }

    [Fact]
    public void Documents_that_the_baseline_has_all_wrong_decide_nothing() => Assert.Null(
        new EarlyGate(new() { Metric = Metric.Recovery, Bound = new Bound.AtLeast(0.97) }, 1).Decide(
            InRounds([("a", 10, [(0, 0, 1), (0, 0, 0)])])));

    [Fact]
    public void Baseline_score_that_selects_tasks_is_the_one_on_all_documents()
    {
        EarlyGate gate = new(new() { Metric = Metric.Recovery, Bound = new Bound.AtLeast(0.9), WhereBaselineAbove = 0.5 }, 1);
        RecoveryTask task = Lossy(100, 0);
        Assert.True(gate.IsAbout(task));
        Assert.False(gate.IsAbout(task with { BaselineScoreOfAll = 0.4 }));
    }

    private static (string Outcome, int Asked) Run(EarlyGate gate, ulong seed, double flipRate, double lossShare)
    {
        DocumentRounds rounds = new([.. Subtasks.Select(subtask => subtask.Documents)], seed);
        SeededRandom random = new(seed + 20241104);
        List<(int Round, double Baseline, double Candidate)>[] seen = [.. Subtasks.Select(_ => new List<(int, double, double)>())];
        RecoveryTask task;
        int round = 0;
        do
        {
            for (int i = 0; i < Subtasks.Length; i++)
            {
                for (int document = 0; document < rounds.Of(round, i).Count; document++)
                {
                    double accuracy = Subtasks[i].Accuracy;
                    bool right = random.NextDouble() < accuracy;
                    double chance = right ? flipRate * lossShare / accuracy : flipRate * (1 - lossShare) / (1 - accuracy);
                    bool flips = random.NextDouble() < chance;
                    seen[i].Add((round, right ? 1 : 0, right != flips ? 1 : 0));
                }
            }

            task = InRounds(seen.Select((documents, i) => ($"{i}", Subtasks[i].Documents, documents.ToArray())));
            round++;
        }
        while (round < rounds.Count && !gate.IsDecided(task));

        return (gate.Decide(task)!.Name, task.Documents);
    }

    private static RecoveryTask InRounds(
        IEnumerable<(string Name, int Planned, (int Round, double Baseline, double Candidate)[] Documents)> subtasks) =>
        new("task", "acc", [.. subtasks.Select(subtask => new RecoverySubtask(subtask.Name, new RecoveryScores.Paired(
            [.. subtask.Documents.Select(document => document.Baseline)], [.. subtask.Documents.Select(document => document.Candidate)]))
        {
            Rounds = new AskedInRounds([.. subtask.Documents.Select(document => document.Round)], subtask.Planned),
        })]);

    /// <summary>One round of documents that the baseline has all right.</summary>
    private static RecoveryTask Lossy(int documents, int losses) =>
        InRounds([("a", 2 * documents, [.. Enumerable.Range(0, documents).Select(i => (0, 1.0, i < losses ? 0.0 : 1.0))])]);

    private sealed record Tally(double Passed, double Failed, double Asked);
}
