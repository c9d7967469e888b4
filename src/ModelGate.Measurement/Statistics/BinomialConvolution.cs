using System.Numerics;

namespace ModelGate.Measurement.Statistics;

/// <summary>
/// Tail of a weighted sum of binomial counts. Weights of one size make a lattice, and the tail is exact. Otherwise the sum lives on a grid
/// of 1/256 of its standard deviation: a value between two grid points is shared by them so that the mean stays exact, and the tail starts
/// three grid points early, which outweighs that smear.
/// </summary>
internal static class BinomialConvolution
{
    private const int HalfGrid = 2048;
    private const double Deviations = 8;
    private const double EarlyGridPoints = 3;
    private const double NegligibleMass = 1e-13;

    /// <summary>P(Σ weight·X ≥ Σ weight·count).</summary>
    public static double UpperTail(ReadOnlySpan<BinomialCell> cells, ReadOnlySpan<double> probabilities)
    {
        double variance = 0, unit = Math.Abs(cells[0].Weight);
        bool isLattice = true;
        for (int j = 0; j < cells.Length; j++)
        {
            double weight = Math.Abs(cells[j].Weight);
            variance += weight * weight * new BinomialDistribution(cells[j].Trials, probabilities[j]).Variance;
            isLattice &= Math.Abs(weight / unit - 1) < 1e-9;
        }

        double deviation = Math.Sqrt(variance);
        double step = isLattice ? unit : Deviations * deviation / HalfGrid;
        if (step == 0) return Observed(cells, probabilities, 1) >= -1e-9 ? 1 : 0;
        int half = isLattice ? (int)Math.Ceiling(Deviations * deviation / unit) + 4 : HalfGrid;

        double[] mass = new double[2 * half + 1];
        double[] next = new double[mass.Length];
        mass[half] = 1;
        for (int j = 0; j < cells.Length; j++)
        {
            Add(cells[j], probabilities[j], step, mass, next);
            (mass, next) = (next, mass);
        }

        double start = Observed(cells, probabilities, step) + half - (isLattice ? 1e-6 : EarlyGridPoints);
        int first = (int)Math.Clamp(Math.Ceiling(start), 0, mass.Length - 1);
        double tail = 0;
        for (int i = mass.Length - 1; i >= first; i--) tail += mass[i];
        return Math.Min(1, tail);
    }

    /// <summary>Where the observed sum lies, in grid steps from the sum of the rounded means.</summary>
    private static double Observed(ReadOnlySpan<BinomialCell> cells, ReadOnlySpan<double> probabilities, double step)
    {
        double sum = 0;
        for (int j = 0; j < cells.Length; j++) sum += cells[j].Weight * (cells[j].Count - Center(cells[j], probabilities[j]));
        return sum / step;
    }

    private static int Center(BinomialCell cell, double probability) => (int)Math.Round(cell.Trials * probability);

    /// <summary>next = mass ∗ distribution of weight·(X − centre); what falls off the grid stays on its end.</summary>
    private static void Add(BinomialCell cell, double probability, double step, double[] mass, double[] next)
    {
        Array.Clear(next);
        BinomialDistribution distribution = new(cell.Trials, probability);
        int center = Center(cell, probability);
        (int first, double[] shares) = distribution.Support(NegligibleMass);
        for (int k = 0; k < shares.Length; k++)
        {
            double shift = (first + k - center) * cell.Weight / step;
            double nearest = Math.Round(shift);
            double floor = Math.Abs(shift - nearest) < 1e-6 ? nearest : Math.Floor(shift);
            double above = Math.Max(0, shift - floor);
            if (above < 1e-6) above = 0;
            double share = shares[k];
            AddShifted(mass, next, floor, share * (1 - above));
            if (above > 0) AddShifted(mass, next, floor + 1, share * above);
        }
    }

    private static void AddShifted(ReadOnlySpan<double> mass, Span<double> next, double shift, double factor)
    {
        int by = (int)Math.Clamp(shift, -mass.Length, mass.Length);
        int from = Math.Max(0, -by), to = Math.Min(mass.Length, mass.Length - by);
        for (int i = 0; i < Math.Min(from, mass.Length); i++) next[0] += factor * mass[i];
        for (int i = Math.Max(to, 0); i < mass.Length; i++) next[^1] += factor * mass[i];
        if (to <= from) return;
        ReadOnlySpan<double> source = mass[from..to];
        Span<double> target = next.Slice(from + by, source.Length);
        Vector<double> wide = new(factor);
        int at = 0;
        for (; at <= source.Length - Vector<double>.Count; at += Vector<double>.Count)
        {
            (new Vector<double>(target[at..]) + wide * new Vector<double>(source[at..])).CopyTo(target[at..]);
        }

        for (; at < source.Length; at++) target[at] += factor * source[at];
    }
}
