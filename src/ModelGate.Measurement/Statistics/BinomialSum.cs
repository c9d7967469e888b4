namespace ModelGate.Measurement.Statistics;

/// <summary>One count and its part in a weighted sum.</summary>
/// <param name="Trials">At least 0.</param>
/// <param name="Count">Successes, 0 to <paramref name="Trials"/>.</param>
/// <param name="Weight">What each success adds to the sum; not 0.</param>
public readonly record struct BinomialCell(int Trials, int Count, double Weight);

/// <summary>
/// S = Σ weight·count of independent binomial counts with unknown probabilities, and tests of its mean. The p-value of a mean is the
/// exact tail of S at the probabilities that are likeliest among those with that mean (the restricted maximum-likelihood estimate), so
/// nothing collapses when every count is 0: of one count it is the Clopper–Pearson tail.
/// </summary>
/// <remarks>
/// Storer and Kim, "Exact properties of some exact test statistics for comparing two binomial proportions", JASA 85 (1990) 146, for two
/// counts; "estimated p-value" in Lloyd, "Exact p-values for discrete models obtained by estimation and maximization", Aust. N. Z. J.
/// Stat.
/// 50 (2008) 329. The restricted estimate is the one of the score methods (Tango, Stat. Med. 17 (1998) 891); these replace the tail by a
/// normal one, which rejects too often where about three flips are expected and none is seen (e^−2.71 = 6.7 %).
/// </remarks>
public sealed class BinomialSum
{
    private readonly BinomialCell[] cells;

    public BinomialSum(IEnumerable<BinomialCell> cells)
    {
        this.cells = [.. cells.Where(cell => cell.Trials > 0 && cell.Weight != 0)];
        Observed = this.cells.Sum(cell => cell.Weight * cell.Count);
        Least = this.cells.Sum(cell => Math.Min(0, cell.Weight * cell.Trials));
        Most = this.cells.Sum(cell => Math.Max(0, cell.Weight * cell.Trials));
    }

    public IReadOnlyList<BinomialCell> Cells => cells;

    public double Observed { get; }

    /// <summary>Least and greatest means that S can have.</summary>
    public double Least { get; }

    public double Most { get; }

    /// <summary>
    /// P(S ≥ observed) at the likeliest probabilities with E S = <paramref name="mean"/>; small says that the mean is greater.
    /// </summary>
    public double UpperTail(double mean)
    {
        if (mean <= Least) return Observed <= Least ? 1 : 0;
        if (mean >= Most) return 1;
        return BinomialConvolution.UpperTail(cells, Restricted(mean));
    }

    /// <summary>P(S ≤ observed) at the likeliest probabilities with E S = <paramref name="mean"/>.</summary>
    public double LowerTail(double mean) => Negated().UpperTail(-mean);

    public BinomialSum Negated() => new(cells.Select(cell => cell with { Weight = -cell.Weight }));

    /// <summary>
    /// Probabilities, one for each of <see cref="Cells"/>, that maximise the likelihood among those with Σ weight·trials·π = mean. Each
    /// solves κ/π − (1 − κ)/(1 − π) = τ with κ = count ÷ trials and τ = μ·weight, for one multiplier μ found by bisection.
    /// </summary>
    /// <param name="mean">Strictly between <see cref="Least"/> and <see cref="Most"/>.</param>
    internal double[] Restricted(double mean)
    {
        double scale = 1 / cells.Max(cell => Math.Abs(cell.Weight));
        double low = -scale, high = scale;
        while (MeanAt(low) < mean) low *= 2;
        while (MeanAt(high) > mean) high *= 2;
        while (high - low > 1e-13 * Math.Max(scale, Math.Max(-low, high)))
        {
            double middle = (low + high) / 2;
            if (MeanAt(middle) > mean) low = middle;
            else high = middle;
        }

        double multiplier = (low + high) / 2;
        return [.. cells.Select(cell => Tilted(cell, multiplier))];
    }

    private double MeanAt(double multiplier)
    {
        double sum = 0;
        foreach (BinomialCell cell in cells) sum += cell.Weight * cell.Trials * Tilted(cell, multiplier);
        return sum;
    }

    private static double Tilted(BinomialCell cell, double multiplier)
    {
        double share = (double)cell.Count / cell.Trials;
        double tilt = multiplier * cell.Weight;
        double root = Math.Sqrt(Math.Max(0, (1 + tilt) * (1 + tilt) - 4 * tilt * share));
        if (tilt < -1) return (1 + tilt - root) / (2 * tilt);
        double divisor = 1 + tilt + root;
        return divisor == 0 ? 0 : Math.Min(1, 2 * share / divisor);
    }
}
