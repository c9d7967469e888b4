using ModelGate.Measurement.Statistics;

namespace ModelGate.Measurement.Performance;

/// <summary>Numbers of one scenario's timed requests, and ratios over several scenarios.</summary>
public static class ScenarioEstimates
{
    public const string Method = "studentised bootstrap of requests";

    /// <summary>Null where no request has such a sample: one-token answers have no inter-token latency.</summary>
    public static IEstimate? Percentile(ScenarioRun run, Timing timing, double rank)
    {
        double[] samples = [.. run.Requests.SelectMany(request => request.Samples(timing))];
        return samples.Length == 0 ? null : new Percentile(samples, rank);
    }

    /// <summary>Mean whole-request latency, seconds.</summary>
    public static IEstimate MeanLatency(ScenarioRun run) => new WithinRange(
        StratifiedRatio.OfSums(Latencies(run), [.. Enumerable.Repeat(1.0, run.Requests.Count)], Method),
        0, double.PositiveInfinity);

    /// <summary>Output tokens ÷ whole-request time, one stream: Σn ÷ Σ E2E.</summary>
    public static IEstimate TokensPerSecond(ScenarioRun run) => new WithinRange(
        StratifiedRatio.OfSums([.. run.Requests.Select(request => (double)request.OutputTokens)], Latencies(run), Method),
        0, double.PositiveInfinity);

    /// <summary>3600 ÷ (mean latency in seconds × price per hour); null without a price.</summary>
    public static IEstimate? QueriesPerUsd(ScenarioRun run) => run.UsdPerHour is { } price and > 0
        ? TransformedEstimate.Reciprocal(MeanLatency(run), Cost.SecondsPerHour / price)
        : null;

    private static double[] Latencies(ScenarioRun run) => [.. run.Requests.Select(request => request.E2e)];
}
