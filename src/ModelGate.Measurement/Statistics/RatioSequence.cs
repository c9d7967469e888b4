namespace ModelGate.Measurement.Statistics;

/// <summary>
/// Σ numerator ÷ Σ denominator of documents that come in rounds, with bounds that hold after every round at once, so that looking after
/// each and stopping at will does not cost the confidence: a betting confidence sequence (Waudby-Smith and Ramdas, JRSS B 86 (2024) 1,
/// section 4).
/// </summary>
/// <remarks>
/// Against "the ratio is at most r" a bettor's capital after a document is multiplied by 1 + s·(c ÷ r − b), against "at least r" by
/// 1 − s·(c − r·b), with numerator c, denominator b and a fixed stake s. Where the statement is true that is on average no gain, so that
/// the capital ever reaches 1 ÷ α with probability at most α (Ville's inequality), and so does the mean capital of several stakes. Its
/// highest level is kept. Both are monotone in r. Where a round draws from several strata in proportion to their sizes the same holds at
/// the ends of rounds, since the product of the strata's mean factors is at most the power of their mean.
/// </remarks>
public sealed class RatioSequence : IEstimate
{
    public const string Method = "betting confidence sequence, holds at every look";

    /// <summary>
    /// Each follows the best stake, mean ÷ variance, to within a third: from 0.05 flips that shift the mean by 0.002 up to no flips at all.
    /// </summary>
    private static readonly double[] Stakes = [0.9, 0.5, 0.28, 0.15, 0.08, 0.045];

    /// <summary>The different documents; few where scores are 0 or 1.</summary>
    private readonly (double Numerator, double Denominator)[] cells;

    /// <summary>Of each round, how many documents of which cell.</summary>
    private readonly (int Cell, int Count)[][] rounds;

    /// <param name="rounds">Of each round its documents' numerators and denominators in [0, 1]; some denominator is above 0.</param>
    public RatioSequence(IEnumerable<IEnumerable<(double Numerator, double Denominator)>> rounds)
    {
        Dictionary<(double, double), int> known = [];
        this.rounds =
        [
            .. rounds.Select(round => round.GroupBy(pair => pair).Select(equal =>
            {
                if (!known.TryGetValue(equal.Key, out int cell)) known.Add(equal.Key, cell = known.Count);
                return (cell, equal.Count());
            }).ToArray()),
        ];
        cells = [.. known.OrderBy(pair => pair.Value).Select(pair => pair.Key)];
        if (Array.Exists(cells, cell => cell is not { Numerator: >= 0 and <= 1, Denominator: >= 0 and <= 1 }))
        {
            throw new ArgumentOutOfRangeException(nameof(rounds), "A document's values lie in [0, 1].");
        }

        double bottom = Total(cell => cell.Denominator);
        if (!(bottom > 0)) throw new ArgumentException("The denominators sum to 0.", nameof(rounds));
        Value = Total(cell => cell.Numerator) / bottom;
        Samples = (int)Total(_ => 1);

        double Total(Func<(double Numerator, double Denominator), double> of) =>
            this.rounds.Sum(round => round.Sum(part => part.Count * of(cells[part.Cell])));
    }

    public double Value { get; }

    public int Samples { get; }

    public Interval Bounds(double confidence)
    {
        // Beyond this the candidate's scores would have to exceed 1.
        double most = Value + Samples;
        double high = BoundSearch.Upper(most, Value, 1 - confidence, PValueBelow);
        return new(
            BoundSearch.Lower(0, Value, 1 - confidence, PValueAbove), high >= most ? double.PositiveInfinity : high, confidence, Method);
    }

    public double PValueAbove(double limit) =>
        limit >= Value ? 1 : limit <= 0 ? 0 : PValue((cell, stake) => stake * (cell.Numerator / limit - cell.Denominator));

    public double PValueBelow(double limit) =>
        limit <= Value ? 1 : PValue((cell, stake) => stake * (limit * cell.Denominator - cell.Numerator));

    /// <summary>1 ÷ the highest mean capital at the end of a round.</summary>
    private double PValue(Func<(double Numerator, double Denominator), double, double> gain)
    {
        double[][] growth = [.. Stakes.Select(stake => cells.Select(cell => Math.Log(1 + gain(cell, stake))).ToArray())];
        double[] capitals = new double[Stakes.Length];
        double highest = 0;
        foreach ((int Cell, int Count)[] round in rounds)
        {
            for (int i = 0; i < Stakes.Length; i++)
            {
                foreach ((int cell, int count) in round) capitals[i] += count * growth[i][cell];
            }

            double top = capitals.Max();
            highest = Math.Max(highest, top + Math.Log(capitals.Average(capital => Math.Exp(capital - top))));
        }

        return Math.Exp(-highest);
    }
}
