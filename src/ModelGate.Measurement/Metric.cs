using System.Globalization;

namespace ModelGate.Measurement;

public enum Direction
{
    HigherIsBetter,
    LowerIsBetter,
}

/// <summary>What a metric is computed from, which is also what a gate on it needs.</summary>
public enum MetricSource
{
    /// <summary>Per-document task scores of baseline and candidate.</summary>
    Scores,

    /// <summary>Rolling log-likelihoods of documents.</summary>
    RollingText,

    /// <summary>Token counts of generated answers.</summary>
    AnswerLengths,

    /// <summary>Texts of generated answers, baseline's and candidate's side by side.</summary>
    AnswerTexts,

    /// <summary>Tensor bytes of the checkpoints.</summary>
    Sizes,

    /// <summary>Timed requests of one scenario.</summary>
    Requests,

    /// <summary>Timed requests of all scenarios together.</summary>
    AllScenarios,
}

/// <summary>How a metric's numbers are written.</summary>
public enum MetricUnit
{
    /// <summary>A fraction of 1, shown as a percentage.</summary>
    Percent,

    /// <summary>A plain ratio, candidate ÷ baseline or the reverse.</summary>
    Ratio,

    Nats,
    Seconds,
    TokensPerSecond,
    QueriesPerUsd,
}

/// <summary>One thing a gate can name. The set is closed: <see cref="All"/> and the percentiles of <see cref="Timings"/>.</summary>
/// <param name="Name">As policies write it.</param>
/// <param name="IsBounded">Lies in [0, 1] by definition.</param>
public sealed record Metric(string Name, MetricUnit Unit, Direction Better, MetricSource Source, bool IsBounded = false)
{
    public static readonly Metric Recovery = new("recovery", MetricUnit.Percent, Direction.HigherIsBetter, MetricSource.Scores);
    public static readonly Metric Score = new("score", MetricUnit.Percent, Direction.HigherIsBetter, MetricSource.Scores, IsBounded: true);
    public static readonly Metric PerplexityRatio =
        new("perplexity-ratio", MetricUnit.Ratio, Direction.LowerIsBetter, MetricSource.RollingText);
    public static readonly Metric Kl = new("kl", MetricUnit.Nats, Direction.LowerIsBetter, MetricSource.RollingText);
    public static readonly Metric Top1Agreement =
        new("top1-agreement", MetricUnit.Percent, Direction.HigherIsBetter, MetricSource.RollingText, IsBounded: true);

    public static readonly Metric OutputTokensRatio =
        new("output-tokens-ratio", MetricUnit.Ratio, Direction.LowerIsBetter, MetricSource.AnswerLengths);
    public static readonly Metric Rouge1 = Similarity("rouge-1");
    public static readonly Metric RougeL = Similarity("rouge-l");
    public static readonly Metric PrefixAgreement = Similarity("prefix-agreement");
    public static readonly Metric BertScore = Similarity("bertscore");

    /// <summary>The cosine of two answers on the scale from 0 to 1: (cos + 1) / 2.</summary>
    public static readonly Metric Sts = Similarity("sts");
    public static readonly Metric SizeRatio = new("size-ratio", MetricUnit.Ratio, Direction.LowerIsBetter, MetricSource.Sizes);
    public static readonly Metric TokensPerSecond =
        new("tokens-per-second", MetricUnit.TokensPerSecond, Direction.HigherIsBetter, MetricSource.Requests);

    public static readonly Metric QueriesPerUsd =
        new("queries-per-usd", MetricUnit.QueriesPerUsd, Direction.HigherIsBetter, MetricSource.Requests);
    public static readonly Metric CostReduction =
        new("cost-reduction", MetricUnit.Ratio, Direction.HigherIsBetter, MetricSource.AllScenarios);
    public static readonly Metric Speedup = new("speedup", MetricUnit.Ratio, Direction.HigherIsBetter, MetricSource.AllScenarios);

    /// <summary>Every metric with a fixed name.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        Recovery, Score, PerplexityRatio, Kl, Top1Agreement, OutputTokensRatio, Rouge1, RougeL, PrefixAgreement, BertScore,
        Sts, SizeRatio,
        TokensPerSecond, QueriesPerUsd, CostReduction, Speedup,
    ];

    /// <summary>
    /// Names as a policy may write them, for messages and the nearest-name search; <c>pNN</c> metrics by their usual percentiles.
    /// </summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. All.Select(metric => metric.Name),
        .. from timing in Timings from percentile in UsualPercentiles select Percentile(timing, percentile).Name,
    ];

    /// <summary>What one request's clock gives: see <see cref="Performance.Timing"/> for the definitions.</summary>
    public static IReadOnlyList<Performance.Timing> Timings => Enum.GetValues<Performance.Timing>();

    /// <summary>Set on percentile metrics only.</summary>
    public Performance.Timing? Timing { get; private init; }

    /// <summary>In (0, 100); set on percentile metrics only.</summary>
    public double? PercentileRank { get; private init; }

    private static double[] UsualPercentiles => [50, 90, 95, 99];

    /// <summary>Such as <c>ttft-p95</c>, <c>itl-p50</c>, <c>itl-gap-p99</c>, <c>e2e-p99.9</c>.</summary>
    /// <param name="rank">In (0, 100).</param>
    public static Metric Percentile(Performance.Timing timing, double rank) =>
        rank is > 0 and < 100
            ? new(
                $"{NameOf(timing)}-p{rank.ToString(CultureInfo.InvariantCulture)}", MetricUnit.Seconds, Direction.LowerIsBetter,
                MetricSource.Requests)
            {
                Timing = timing,
                PercentileRank = rank,
            }
            : throw new ArgumentOutOfRangeException(nameof(rank), rank, "A percentile lies between 0 and 100.");

    /// <summary>The metric of that name, or null.</summary>
    public static Metric? Find(string name)
    {
        if (All.FirstOrDefault(metric => metric.Name == name) is { } fixedName) return fixedName;
        int split = name.LastIndexOf("-p", StringComparison.Ordinal);
        ReadOnlySpan<char> digits = split < 0 ? "" : name.AsSpan(split + 2);
        bool isNumber = double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double rank);
        if (!isNumber || rank is not (> 0 and < 100)) return null;
        foreach (Performance.Timing timing in Timings)
        {
            if (name.AsSpan(0, split).SequenceEqual(NameOf(timing))) return Percentile(timing, rank);
        }

        return null;
    }

    private static Metric Similarity(string name) =>
        new(name, MetricUnit.Percent, Direction.HigherIsBetter, MetricSource.AnswerTexts, IsBounded: true);

    public static string NameOf(Performance.Timing timing) => timing switch
    {
        Performance.Timing.Ttft => "ttft",
        Performance.Timing.Itl => "itl",
        Performance.Timing.ItlGap => "itl-gap",
        Performance.Timing.E2e => "e2e",
        _ => throw new ArgumentOutOfRangeException(nameof(timing)),
    };

    public override string ToString() => Name;
}
