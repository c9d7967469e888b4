using ModelGate.Measurement.Statistics;

namespace ModelGate.Measurement.Tests.Statistics;

public sealed class BoundedMeanTests
{
    [Theory]
    [InlineData(20)]
    [InlineData(100)]
    [InlineData(1000)]
    public void Bounds_of_equal_values_do_not_collapse_and_shrink(int count)
    {
        Interval bounds = new BoundedMean([.. Enumerable.Repeat(1.0, count)]).Bounds(0.95);
        Assert.Equal(1, bounds.High);
        Assert.InRange(1 - bounds.Low, 2.0 / count, 8.0 / count);
    }

    /// <summary>
    /// The bound may be wrong with probability 5 %. 2,000 seeded samples of laws with a known mean, among them one whose rare values are
    /// all there is to see; three standard errors are allowed.
    /// </summary>
    [Theory]
    [InlineData("uniform", 20)]
    [InlineData("uniform", 200)]
    [InlineData("rare", 20)]
    [InlineData("rare", 200)]
    [InlineData("halves", 50)]
    public void Bounds_miss_the_mean_no_more_often_than_they_may(string law, int count)
    {
        const int Runs = 2000;
        var random = new Random(11);
        int low = 0, high = 0;
        double mean = law switch { "uniform" => 0.5, "rare" => 0.02, _ => 0.5 };
        for (int run = 0; run < Runs; run++)
        {
            Interval bounds = new BoundedMean([.. Enumerable.Range(0, count).Select(_ => Draw())]).Bounds(0.95);
            if (bounds.Low > mean) low++;
            if (bounds.High < mean) high++;
        }

        double most = Runs * (0.05 + (3 * Math.Sqrt(0.05 * 0.95 / Runs)));
        Assert.InRange(low, 0, most);
        Assert.InRange(high, 0, most);

        double Draw() => law switch
        {
            "uniform" => random.NextDouble(),
            "rare" => random.NextDouble() < 0.02 ? 1 : 0,
            _ => random.Next(2),
        };
    }

    /// <summary>Not much wider than the normal bound, which promises less.</summary>
    [Fact]
    public void Bounds_are_near_the_normal_ones_on_many_values()
    {
        var random = new Random(5);
        double[] values = [.. Enumerable.Range(0, 500).Select(_ => random.NextDouble())];
        double normal = NormalDistribution.Quantile(0.95) * Math.Sqrt(1.0 / 12 / 500);
        Assert.InRange(new BoundedMean(values).Bounds(0.95).HalfWidth, normal, 2 * normal);
    }

    [Fact]
    public void Values_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BoundedMean([0.5, 1.1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BoundedMean([double.NaN]));
        Assert.Throws<ArgumentException>(() => new BoundedMean([]));
    }
}
