using ModelGate.Measurement.Performance;

namespace ModelGate.Measurement.Tests.Performance;

public class CostTests
{
    /// <summary>Table 5 of arXiv 2411.02355: printed latency (one decimal) and price give the range of queries per USD.</summary>
    [Theory]
    [InlineData(7.7, 0.80, 584.4)]
    [InlineData(1.2, 0.80, 3750)]
    [InlineData(13.6, 3.20, 82.7)]
    [InlineData(6.3, 3.58, 159.6)]
    [InlineData(7.0, 1.79, 287.3)]
    [InlineData(4.9, 6.38, 115.2)]
    [InlineData(22.8, 28.64, 5.5)]
    [InlineData(4.0, 12.36, 72.8)]
    public void QueriesPerUsd_recomputes_table_5(double latencySeconds, double usdPerHour, double expected) =>
        Assert.Equal(expected, Cost.QueriesPerUsd(latencySeconds, usdPerHour), 0.05);

    [Theory]
    [InlineData(4.5, 0.80, 20_250)]
    [InlineData(16.6, 0.80, 74_700)]
    [InlineData(0.7, 3.20, 788)]
    [InlineData(2.4, 3.20, 2_700)]
    [InlineData(3.7, 28.64, 465)]
    [InlineData(8.2, 47.84, 617)]
    [InlineData(10.5, 47.84, 790)]
    [InlineData(10.5, 12.36, 3_058)]
    public void QueriesPerUsdAtRate_recomputes_table_6(double queriesPerSecond, double usdPerHour, double expected) =>
        Assert.Equal(expected, Cost.QueriesPerUsdAtRate(queriesPerSecond, usdPerHour), 0.5);

    [Fact]
    public void Cost_of_a_million_tokens_follows_from_the_query()
    {
        Assert.Equal(0.002, Cost.UsdPerQuery(500), 1e-12);
        Assert.Equal(20, Cost.UsdPerMillionOutputTokens(500, 100), 1e-9);
    }

    [Fact]
    public void Arithmetic_mean_of_ratios_favours_the_candidate_and_the_geometric_does_not()
    {
        double[] ratios = [1.1, 1.3, 2.0], swapped = [.. ratios.Select(ratio => 1 / ratio)];
        Assert.True(Both(ScenarioMean.Arithmetic) > 1.05);
        Assert.Equal(1, Both(ScenarioMean.Geometric), 1e-12);

        double Both(ScenarioMean mean) => ScenarioRatios.Mean(ratios, mean) * ScenarioRatios.Mean(swapped, mean);
    }
}
