using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Performance;
using ModelGate.Measurement.Statistics;

namespace ModelGate.Measurement.Tests.Statistics;

/// <summary>Bounds and p-values of every kind of estimate say the same thing.</summary>
public class EstimateContractTests
{
    private static readonly double[] Skewed = [.. Enumerable.Range(1, 40).Select(i => -Math.Log(i / 41.0))];
    private static readonly double[] Even = [.. Enumerable.Range(1, 40).Select(i => 1 + i % 7 * 0.1)];

    public static TheoryData<string> Names { get; } =
        [.. new[] { "flips", "suite", "score", "ratio", "exponential", "reciprocal", "unpaired", "percentile", "speedup", "mean" }];

    [Theory]
    [MemberData(nameof(Names))]
    public void Bounds_are_where_the_p_values_reach_their_level(string name)
    {
        IEstimate estimate = Create(name);
        foreach (double confidence in new[] { 0.9, 0.95, 0.99 })
        {
            Interval bounds = estimate.Bounds(confidence);
            double alpha = 1 - confidence + 1e-9;
            double step = 1e-6 * Math.Max(1, Math.Abs(estimate.Value));
            Assert.InRange(estimate.Value, bounds.Low, bounds.High);
            Assert.True(estimate.PValueAbove(bounds.Low - step) <= alpha, $"below the lower bound at {confidence}");
            Assert.True(estimate.PValueAbove(bounds.Low + step) > alpha, $"above the lower bound at {confidence}");
            Assert.True(estimate.PValueBelow(bounds.High + step) <= alpha, $"above the upper bound at {confidence}");
            Assert.True(estimate.PValueBelow(bounds.High - step) > alpha, $"below the upper bound at {confidence}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Bounds_widen_with_confidence_and_repeat_bit_for_bit(string name)
    {
        Interval narrow = Create(name).Bounds(0.9), wide = Create(name).Bounds(0.99);
        Assert.True(wide.Low <= narrow.Low && wide.High >= narrow.High && wide.HalfWidth > narrow.HalfWidth);
        Assert.Equal(narrow, Create(name).Bounds(0.9));
    }

    private static IEstimate Create(string name) => name switch
    {
        "flips" => new RecoveryOfFlips([new RecoveryStratum(1.0 / 400, 400, 250, 9, 5)]),
        "suite" => new RecoveryOfFlips([new(0.5 / 100, 100, 70, 3, 1), new(0.5 / 333, 333, 200, 8, 9)]),
        "score" => new ScoreOfCounts([new BinomialCell(50, 31, 0.5 / 50), new BinomialCell(80, 64, 0.5 / 80)], 0, 0.71),
        "ratio" => StratifiedRatio.OfSums(Skewed, Even),
        "exponential" => TransformedEstimate.Exponential(StratifiedRatio.OfSums(Skewed, Even)),
        "reciprocal" => TransformedEstimate.Reciprocal(StratifiedRatio.OfSums(Even, Even.Select(_ => 1.0).ToArray()), 3600),
        "unpaired" => new UnpairedRatio(0.61, 0.02, 0.64, 0.03, 300),
        "percentile" => new Percentile(Enumerable.Range(1, 1500).Select(i => i * 0.001), 95),
        "speedup" => ScenarioRatios.Speedup([Pair(Even, Skewed)], ScenarioMean.Geometric)!,
        "mean" => new BoundedMean([.. Skewed.Select(x => x / 4)]),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static ScenarioPair Pair(double[] baseline, double[] candidate) => new(Run(baseline), Run([.. candidate.Select(x => x + 0.5)]));

    private static ScenarioRun Run(double[] seconds) =>
        new(Scenario.All[0], LoadMode.Synchronous, [.. seconds.Select(second => new RequestTiming(4, 0, [second]))], 1, false);
}
