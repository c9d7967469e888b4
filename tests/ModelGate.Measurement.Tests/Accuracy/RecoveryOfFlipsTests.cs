using ModelGate.Measurement.Accuracy;
using ModelGate.Testing;

namespace ModelGate.Measurement.Tests.Accuracy;

public class RecoveryOfFlipsTests
{
    private const double Alpha = 0.05;

    public static TheoryData<int, double, double, double> Populations { get; } = Combine();

    /// <summary>The contract's bar for exact methods, at its sizes and flip rates, by enumeration.</summary>
    [Theory]
    [MemberData(nameof(Populations))]
    public void Wrong_passes_of_one_task_stay_within_the_level(int documents, double accuracy, double flipRate, double lossShare)
    {
        FlipPopulation population = new(documents, accuracy, flipRate, lossShare);
        double wrongPasses = RecoveryEnumeration.PassRate(population, population.TrueRecovery, 0, Alpha);
        Assert.InRange(wrongPasses, 0, Alpha);
    }

    [Fact]
    public void Right_passes_of_one_task_are_frequent_where_documents_suffice()
    {
        FlipPopulation unchanged = new(1000, 0.9, 0.01, 0.5);
        Assert.InRange(RecoveryEnumeration.PassRate(unchanged, 0.99, 0.01, Alpha), 0.99, 1);
    }

    [Theory]
    [InlineData(0.01, 1.0)]
    [InlineData(0.05, 0.6)]
    public void Wrong_passes_of_a_suite_stay_within_the_level(double flipRate, double lossShare)
    {
        const int runs = 2000;
        SuiteSimulation suite = new(
            [new(20, 0.7, flipRate, lossShare), new(100, 0.6, flipRate, lossShare), new(130, 0.5, flipRate, lossShare)], seed: 3);
        double wrongPasses = suite.PassRate(runs, suite.TrueRecovery, 0, Alpha);
        Assert.InRange(wrongPasses, 0, Alpha + 0.01 + 3 * Math.Sqrt(Alpha * (1 - Alpha) / runs));
    }

    [Theory]
    [InlineData(0.01, 1.0, 0.0)]
    [InlineData(0.01, 0.6, 0.5)]
    public void Wrong_passes_of_the_demo_suite_are_near_the_level_not_far_below(double flipRate, double lossShare, double least)
    {
        const int runs = 2000;
        FlipPopulation[] tasks =
        [
            .. new[] { (400, 0.9), (300, 0.26), (300, 0.8), (300, 0.6), (200, 0.8) }
                .Select(task => new FlipPopulation(task.Item1, task.Item2, flipRate, lossShare)),
        ];
        SuiteSimulation suite = new(tasks, seed: 4);
        double wrongPasses = suite.PassRate(runs, suite.TrueRecovery, 0, Alpha);
        Assert.InRange(wrongPasses, least * Alpha, Alpha + 0.01 + 3 * Math.Sqrt(Alpha * (1 - Alpha) / runs));
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.6)]
    public void Wrong_passes_where_one_small_task_carries_all_flips_stay_within_the_level(double lossShare)
    {
        const int runs = 1500;
        SuiteSimulation suite = new([new(1000, 0.7, 0, lossShare), new(300, 0.6, 0, lossShare), new(100, 0.5, 0.05, lossShare)], seed: 5);
        double wrongPasses = suite.PassRate(runs, suite.TrueRecovery, 0, Alpha);
        Assert.InRange(wrongPasses, 0, Alpha + 0.01 + 3 * Math.Sqrt(Alpha * (1 - Alpha) / runs));
    }

    [Fact]
    public void Bounds_without_a_flip_are_the_exact_zero_count_bound()
    {
        RecoveryOfFlips recovery = new([new RecoveryStratum(0.01, 100, 80, 0, 0)]);
        Interval bounds = recovery.Bounds(0.95);
        Assert.Equal(1, recovery.Value);
        Assert.Equal(Math.Pow(0.05, 1.0 / 80), bounds.Low, 1e-6);

        // The baseline's count of wrong documents, which gains come from, is in doubt too.
        Assert.InRange(bounds.High, 1 + (1 - Math.Pow(0.05, 1.0 / 20)) * 20 / 80, 1.04);
    }

    [Fact]
    public void Half_width_without_a_flip_is_positive_and_shrinks_with_documents()
    {
        double[] halfWidths =
        [
            .. new[] { 20, 100, 1000, 14000 }.Select(n => new RecoveryOfFlips(
                [new(0.5 / n, n, n * 7 / 10, 0, 0), new(0.5 / (2 * n), 2 * n, n, 0, 0)]).Bounds(0.95).HalfWidth),
        ];
        Assert.All(halfWidths, halfWidth => Assert.True(halfWidth > 0));
        Assert.Equal(halfWidths.OrderDescending(), halfWidths);
    }

    [Fact]
    public void Passes_are_monotone_in_gains_and_losses()
    {
        for (int right = 1; right <= 30; right++)
        {
            for (int loss = 0; loss <= Math.Min(6, right); loss++)
            {
                for (int gain = 0; gain < Math.Min(8, 30 - right); gain++)
                {
                    if (!Passes(right, loss, gain)) continue;
                    Assert.True(Passes(right, loss, gain + 1));
                    if (loss > 0) Assert.True(Passes(right, loss - 1, gain));
                }
            }
        }

        static bool Passes(int right, int loss, int gain) => RecoveryEnumeration.Passes(30, right, loss, gain, 0.97, 0, Alpha);
    }

    /// <summary>200 documents, 199 right, 9 lost, 1 won: an upper bound at the greatest recovery there is would let no gate fail.</summary>
    [Fact]
    public void Bounds_nearly_perfect_baseline_with_losses_stay_below_the_greatest_recovery()
    {
        RecoveryOfFlips recovery = new([new RecoveryStratum(1.0 / 200, 200, 199, 9, 1)]);
        Assert.InRange(recovery.Bounds(0.95).High, recovery.Value + 0.01, 0.99);
        Assert.True(recovery.PValueBelow(1.0) < 0.01);
    }

    [Fact]
    public void Value_at_a_limit_is_exact()
    {
        Assert.Equal(0.99, new RecoveryOfFlips([new RecoveryStratum(1.0 / 300, 300, 100, 1, 0)]).Value);
        Assert.Equal(0.95, new RecoveryOfFlips([new RecoveryStratum(1.0 / 300, 300, 60, 4, 1)]).Value);
    }

    [Fact]
    public void Constructor_with_a_baseline_of_zero_throws() =>
        Assert.Throws<ArgumentException>(() => new RecoveryOfFlips([new RecoveryStratum(0.1, 10, 0, 0, 3)]));

    private static TheoryData<int, double, double, double> Combine()
    {
        TheoryData<int, double, double, double> data = [];
        foreach (double flipRate in new[] { 0.01, 0.05 })
        {
            foreach (double lossShare in new[] { 1.0, 0.6 })
            {
                foreach (double accuracy in new[] { 0.3, 0.9 })
                {
                    data.Add(20, accuracy, flipRate, lossShare);
                    data.Add(100, accuracy, flipRate, lossShare);
                }

                data.Add(1000, 0.9, flipRate, lossShare);
            }
        }

        return data;
    }
}
