using ModelGate.Measurement.Statistics;

namespace ModelGate.Measurement.Tests.Statistics;

public class PercentileTests
{
    [Theory]
    [InlineData(50, 5)]
    [InlineData(99, 10)]
    [InlineData(90, 9)]
    [InlineData(90.1, 10)]
    [InlineData(1, 1)]
    public void Value_of_one_to_ten_is_by_inverse_cdf(double rank, double expected) =>
        Assert.Equal(expected, new Percentile(Enumerable.Range(1, 10).Select(i => (double)i), rank).Value);

    [Fact]
    public void Bounds_of_too_few_samples_are_open_above()
    {
        Assert.Equal(double.PositiveInfinity, P95(58).Bounds(0.95).High);
        Assert.Equal(59, P95(59).Bounds(0.95).High);
        Assert.Equal(0, new Percentile([3.0], 5).Bounds(0.95).Low);
    }

    /// <summary>MLPerf's early stopping at 99 %: the smallest n at which t violations still support the claim.</summary>
    [Theory]
    [InlineData(90, 0, 44)]
    [InlineData(90, 3, 97)]
    [InlineData(90, 20, 325)]
    [InlineData(95, 1, 130)]
    [InlineData(95, 5, 259)]
    [InlineData(99, 0, 459)]
    [InlineData(99, 2, 838)]
    public void PValueBelow_supports_a_tail_claim_from_the_count_that_mlperf_prints(double rank, int violations, int requests)
    {
        Assert.True(Claim(requests) <= 0.01);
        Assert.True(Claim(requests - 1) > 0.01);

        double Claim(int n) => new Percentile(Enumerable.Range(0, n).Select(i => i < violations ? 2.0 : 1.0), rank).PValueBelow(1.5);
    }

    [Fact]
    public void Constructor_without_samples_throws() => Assert.Throws<ArgumentException>(() => new Percentile([], 50));

    private static Percentile P95(int count) => new(Enumerable.Range(1, count).Select(i => (double)i), 95);
}
