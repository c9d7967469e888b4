using ModelGate.Measurement.Accuracy.Aggregations;
using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Measurement.Accuracy.Results;

namespace ModelGate.Measurement.Tests.Accuracy.Aggregations;

public sealed class AggregationTests
{
    private static SampleValue[] Values(params double[] values) => [.. values.Select(value => new SampleValue(value))];

    [Fact]
    public void Mean_standard_error_is_the_harness_one()
    {
        Assert.Equal((0.75, 0.25), (new Mean().Aggregate(Values(1, 1, 0, 1)), new Mean().StandardError(Values(1, 1, 0, 1))));
        Assert.Null(new Mean().StandardError(Values(1)));
    }

    [Fact]
    public void Weighted_perplexity_and_bits_pool_sums()
    {
        SampleValue[] values = [new(-4, 2), new(-2, 4)];
        Assert.Equal(Math.E, new WeightedPerplexity().Aggregate(values), 1e-14);
        Assert.Equal(1 / Math.Log(2), new BitsPerByteAggregation().Aggregate(values), 1e-14);
        Assert.Null(new WeightedPerplexity().StandardError(values));
    }

    /// <summary>Computed by CPython 3.11 with the harness's loop.</summary>
    [Theory]
    [InlineData(2_000, 2.987403365160044)]
    [InlineData(100_000, 2.9426972008861854)]
    public void Bootstrap_equals_the_harness(int draws, double expected) =>
        Assert.Equal(expected, HarnessBootstrap.StandardError([-1, -2, -0.5, -3], mean => Math.Exp(-mean), draws), 1e-9);

    [Fact]
    public void Group_of_two_tasks_weights_by_documents()
    {
        (double, double?, int)[] tasks = [(0.5, null, 10), (0.9, 0.1, 30)];
        GroupScore weighted = GroupScore.Of("acc", "none", tasks, weightBySize: true);
        Assert.Equal(0.8, weighted.Value, 1e-12);
        Assert.Null(weighted.StandardError);
        Assert.Equal(0.7, GroupScore.Of("acc", "none", tasks, weightBySize: false).Value, 1e-12);
    }
}
