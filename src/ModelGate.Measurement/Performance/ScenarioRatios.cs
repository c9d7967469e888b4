using ModelGate.Measurement.Statistics;

namespace ModelGate.Measurement.Performance;

/// <summary>Over scenarios, how ratios are averaged.</summary>
public enum ScenarioMean
{
    /// <summary>
    /// As tables 5 and 6 of the paper; it favours the candidate (swap the roles and the product of the two means is above 1).
    /// </summary>
    Arithmetic,

    /// <summary>Symmetric in baseline and candidate.</summary>
    Geometric,
}

/// <summary>Baseline and candidate in one scenario.</summary>
/// <param name="Baseline">Null where the baseline was not timed: ratios are not defined then.</param>
public sealed record ScenarioPair(ScenarioRun? Baseline, ScenarioRun Candidate);

/// <summary>Mean over scenarios of a candidate ÷ baseline rate, each side's requests resampled on their own.</summary>
public static class ScenarioRatios
{
    /// <summary>
    /// Mean of candidate queries per USD ÷ baseline queries per USD; null without prices on both sides of every scenario.
    /// </summary>
    /// <param name="pairs">At least one, each with a baseline.</param>
    public static IEstimate? CostReduction(IReadOnlyList<ScenarioPair> pairs, ScenarioMean mean) =>
        pairs.All(pair => pair.Baseline?.UsdPerHour > 0 && pair.Candidate.UsdPerHour > 0)
            ? Of(pairs, mean, [.. pairs.Select(pair => pair.Baseline!.UsdPerHour!.Value / pair.Candidate.UsdPerHour!.Value)])
            : null;

    /// <summary>Mean of candidate rate ÷ baseline rate; one at a time the rate is 1 ÷ latency. Null where a baseline is missing.</summary>
    public static IEstimate? Speedup(IReadOnlyList<ScenarioPair> pairs, ScenarioMean mean) =>
        pairs.All(pair => pair.Baseline is not null) ? Of(pairs, mean, [.. Enumerable.Repeat(1.0, pairs.Count)]) : null;

    /// <summary>Mean of ratios that are known already.</summary>
    public static double Mean(IReadOnlyList<double> ratios, ScenarioMean mean) => mean switch
    {
        ScenarioMean.Arithmetic => ratios.Average(),
        ScenarioMean.Geometric => Math.Exp(ratios.Average(Math.Log)),
        _ => throw new ArgumentOutOfRangeException(nameof(mean)),
    };

    private static StudentizedBootstrap Of(IReadOnlyList<ScenarioPair> pairs, ScenarioMean mean, double[] factors)
    {
        double[][] baseline = [.. pairs.Select(pair => Latencies(pair.Baseline!))];
        double[][] candidate = [.. pairs.Select(pair => Latencies(pair.Candidate))];
        return new(Draw(null), baseline.Concat(candidate).Sum(side => side.Length), ScenarioEstimates.Method, Draw);

        Studentized Draw(SeededRandom? random)
        {
            double[] ratios = new double[factors.Length];
            double squares = 0;
            for (int i = 0; i < ratios.Length; i++)
            {
                (double baselineMean, double baselineSquare) = MeanAndRelativeSquare(baseline[i], random);
                (double candidateMean, double candidateSquare) = MeanAndRelativeSquare(candidate[i], random);
                ratios[i] = factors[i] * baselineMean / candidateMean;
                double part = mean == ScenarioMean.Arithmetic ? ratios[i] : 1;
                squares += part * part * (baselineSquare + candidateSquare);
            }

            double value = Mean(ratios, mean);
            return new(value, Math.Sqrt(squares) / ratios.Length * (mean == ScenarioMean.Geometric ? value : 1));
        }
    }

    /// <summary>Mean, and the squared standard error of the mean ÷ mean²; NaN for one sample.</summary>
    private static (double Mean, double RelativeSquare) MeanAndRelativeSquare(double[] samples, SeededRandom? random)
    {
        double sum = 0, squares = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            double distance = samples[random is null ? i : random.Next(samples.Length)] - samples[0];
            sum += distance;
            squares += distance * distance;
        }

        double mean = samples[0] + sum / samples.Length;
        double variance = Math.Max(0, squares - sum * sum / samples.Length) / (samples.Length - 1);
        return (mean, variance / samples.Length / (mean * mean));
    }

    private static double[] Latencies(ScenarioRun run) => [.. run.Requests.Select(request => request.E2e)];
}
