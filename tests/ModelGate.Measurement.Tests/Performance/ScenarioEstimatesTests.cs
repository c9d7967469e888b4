using ModelGate.Measurement.Performance;

namespace ModelGate.Measurement.Tests.Performance;

public class ScenarioEstimatesTests
{
    [Fact]
    public void QueriesPerUsd_is_from_the_mean_latency_and_price()
    {
        ScenarioRun run = Run(0.8, 7.2, 7.7, 8.2);
        Assert.Equal(3600 / (7.7 * 0.8), ScenarioEstimates.QueriesPerUsd(run)!.Value, 1e-9);
        Assert.Null(ScenarioEstimates.QueriesPerUsd(run with { UsdPerHour = null }));
    }

    [Fact]
    public void TokensPerSecond_is_all_tokens_over_all_time()
    {
        ScenarioRun run = Run(1, 2, 4);
        Assert.Equal(2 / 6.0, ScenarioEstimates.TokensPerSecond(run).Value, 1e-12);
    }

    [Fact]
    public void Percentile_of_inter_token_latency_without_gaps_is_not_measured()
    {
        Assert.Null(ScenarioEstimates.Percentile(Run(1, 2), Timing.Itl, 50));
        Assert.Equal(2, ScenarioEstimates.Percentile(Run(1, 2), Timing.E2e, 95)!.Value);
    }

    [Fact]
    public void Percentile_of_gaps_sees_a_stall_that_the_mean_hides()
    {
        double[] times = [.. Enumerable.Range(0, 128).Select(i => 0.01 * i + (i > 60 ? 2 : 0))];
        ScenarioRun run = Run(1, 1) with { Requests = [new RequestTiming(8, 0, [.. times.Select(time => time + 1)])] };
        Assert.Equal(2.01, ScenarioEstimates.Percentile(run, Timing.ItlGap, 99.9)!.Value, 1e-9);
        Assert.Equal((1.27 + 2) / 127, ScenarioEstimates.Percentile(run, Timing.Itl, 99.9)!.Value, 1e-9);
    }

    [Fact]
    public void CostReduction_compares_each_side_at_its_own_price()
    {
        // The slower side on half the price: cost reduction above 1 while the speedup is below.
        ScenarioPair pair = new(Run(3.20, 10, 10.2, 9.8), Run(1.60, 10.8, 11, 10.9));
        Assert.Equal(2 * 10 / 10.9, ScenarioRatios.CostReduction([pair], ScenarioMean.Arithmetic)!.Value, 1e-9);
        Assert.Equal(10 / 10.9, ScenarioRatios.Speedup([pair], ScenarioMean.Arithmetic)!.Value, 1e-9);
    }

    [Fact]
    public void Speedup_over_scenarios_is_the_mean_of_ratios()
    {
        ScenarioPair[] pairs = [new(Run(1, 4, 4.1, 3.9), Run(1, 2, 2.1, 1.9)), new(Run(1, 9, 9.1, 8.9), Run(1, 8, 8, 8))];
        Assert.Equal((2 + 9.0 / 8) / 2, ScenarioRatios.Speedup(pairs, ScenarioMean.Arithmetic)!.Value, 1e-9);
        Assert.Equal(Math.Sqrt(2 * 9.0 / 8), ScenarioRatios.Speedup(pairs, ScenarioMean.Geometric)!.Value, 1e-9);
        Assert.Equal(12, ScenarioRatios.Speedup(pairs, ScenarioMean.Geometric)!.Samples);
    }

    [Fact]
    public void CostReduction_without_a_price_or_baseline_is_not_measured()
    {
        Assert.Null(ScenarioRatios.CostReduction([new(Run(1, 2) with { UsdPerHour = null }, Run(1, 2))], ScenarioMean.Arithmetic));
        Assert.Null(ScenarioRatios.Speedup([new(null, Run(1, 2))], ScenarioMean.Arithmetic));
    }

    private static ScenarioRun Run(double usdPerHour, params double[] seconds) =>
        new(Scenario.All[0], LoadMode.Synchronous, [.. seconds.Select(second => new RequestTiming(8, 1, [1 + second]))], usdPerHour, false);
}
