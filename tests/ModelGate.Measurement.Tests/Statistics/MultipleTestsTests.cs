using ModelGate.Measurement.Statistics;

namespace ModelGate.Measurement.Tests.Statistics;

public class MultipleTestsTests
{
    [Fact]
    public void Holm_adjusts_stepwise_in_the_order_given() =>
        Assert.Equal([0.03, 0.06, 0.06, 0.02], Holm.Adjust([0.01, 0.04, 0.03, 0.005]).Select(p => Math.Round(p, 12)));

    [Fact]
    public void Holm_never_exceeds_one_and_leaves_a_single_test_alone()
    {
        Assert.Equal([1.0, 1.0], Holm.Adjust([0.7, 0.9]));
        Assert.Equal([0.031], Holm.Adjust([0.031]));
        Assert.Empty(Holm.Adjust([]));
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(1, 9, 22.0 / 1024)]
    [InlineData(9, 1, 22.0 / 1024)]
    [InlineData(5, 5, 1)]
    [InlineData(6, 0, 2.0 / 64)]
    public void McNemar_is_twice_the_smaller_binomial_tail(int losses, int gains, double expected) =>
        Assert.Equal(expected, McNemar.ExactP(losses, gains), 1e-12);

    [Fact]
    public void FurtherSamples_shrink_with_distance_and_are_none_on_the_limit()
    {
        int near = FurtherSamples.Likely(0.002, 0.01, 1000, 0.95)!.Value;
        int far = FurtherSamples.Likely(0.008, 0.01, 1000, 0.95)!.Value;
        Assert.True(near > far && far > 0);
        Assert.Null(FurtherSamples.Likely(0, 0.01, 1000, 0.95));
        Assert.Null(FurtherSamples.Likely(0.01, double.PositiveInfinity, 1000, 0.95));
    }

    [Fact]
    public void FurtherSamples_decide_with_the_stated_chance_under_a_normal_value()
    {
        const double error = 0.01;
        double z = NormalDistribution.Quantile(0.95);
        int further = FurtherSamples.Likely(0.01, z * error, 1000, 0.95)!.Value;
        double scaled = error * Math.Sqrt(1000.0 / (1000 + further));
        Assert.Equal(FurtherSamples.LikelyPower, NormalDistribution.Cumulative(0.01 / scaled - z), 0.001);
    }
}
