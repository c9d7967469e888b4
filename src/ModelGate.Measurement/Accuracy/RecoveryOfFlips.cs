using ModelGate.Measurement.Statistics;

namespace ModelGate.Measurement.Accuracy;

/// <summary>
/// Recovery of 0/1 scores, for one task or a suite's mean: θ = 1 + Σ weight·(gains − losses) ÷ baseline score. Given what the baseline
/// answered, losses are binomial among its right documents and gains among its wrong ones, so a limit on θ is a limit on the mean of a
/// <see cref="BinomialSum"/>, whose tail decides. The share of the doubt that comes from the baseline's own documents is added by
/// widening:
/// where a stratum's losses and gains do not follow θ itself, its count of right answers moves the ratio too.
/// </summary>
public sealed class RecoveryOfFlips : IEstimate
{
    public const string Method = "exact tail at the restricted estimate, paired";

    private readonly IReadOnlyList<RecoveryStratum> strata;
    private readonly BinomialSum flips;
    private readonly double baseline;

    /// <param name="strata">Not pooled yet; the baseline's score over them is above 0.</param>
    public RecoveryOfFlips(IEnumerable<RecoveryStratum> strata)
    {
        this.strata = RecoveryStratum.Pool(strata);
        baseline = this.strata.Sum(s => s.Weight * (s.BaselineRight - s.Floor * s.Documents));
        if (!(baseline > 0)) throw new ArgumentException("Recovery of a baseline that scores 0 is not defined.", nameof(strata));
        flips = new(this.strata.SelectMany(s => new[]
        {
            new BinomialCell(s.BaselineRight, s.Losses, -s.Weight), new BinomialCell(s.Documents - s.BaselineRight, s.Gains, s.Weight),
        }));
        Value = this.strata is [{ Floor: 0 } only]
            ? (double)(only.BaselineRight - only.Losses + only.Gains) / only.BaselineRight
            : 1 + flips.Observed / baseline;
        Samples = this.strata.Sum(s => s.Documents);
    }

    public double Value { get; }

    public int Samples { get; }

    private double Least => 1 + flips.Least / baseline;

    private double Most => 1 + flips.Most / baseline;

    public Interval Bounds(double confidence) => new(
        BoundSearch.Lower(Least, Value, 1 - confidence, PValueAbove), BoundSearch.Upper(Most, Value, 1 - confidence, PValueBelow),
        confidence, Method);

    public double PValueAbove(double limit) => limit >= Value ? 1 : flips.UpperTail(MeanOf(Narrowed(limit)));

    public double PValueBelow(double limit) => limit <= Value ? 1 : flips.LowerTail(MeanOf(Narrowed(limit)));

    private double MeanOf(double recovery) => baseline * (recovery - 1);

    /// <summary>The limit brought nearer to the estimate by the widening that the baseline's own doubt asks for.</summary>
    private double Narrowed(double limit)
    {
        double mean = MeanOf(limit);
        if (mean <= flips.Least || mean >= flips.Most) return limit;
        double[] rates = flips.Restricted(mean);
        double given = 0, observed = 0, ofBaseline = 0;
        int cell = 0;
        foreach (RecoveryStratum s in strata)
        {
            int wrong = s.Documents - s.BaselineRight;
            double loss = s.BaselineRight > 0 ? rates[cell++] : 0;
            double gain = wrong > 0 ? rates[cell++] : 0;
            double square = s.Weight * s.Weight;
            given += square * (s.BaselineRight * loss * (1 - loss) + wrong * gain * (1 - gain));
            observed += square * (Spread(s.Losses, s.BaselineRight) + Spread(s.Gains, wrong));
            double slope = 1 - limit - loss - gain;
            ofBaseline += square * slope * slope * s.BaselineRight * wrong / s.Documents;
        }

        // Where a limit leaves almost no flips possible, the flips that were seen say how far the sum varies.
        given = Math.Max(given, observed);
        return given > 0 ? Value + (limit - Value) / Math.Sqrt(1 + ofBaseline / given) : limit;

        static double Spread(int count, int trials) => trials > 0 ? count * (1 - (double)count / trials) : 0;
    }
}
