namespace ModelGate.Measurement.Statistics;

/// <summary>
/// Mean of values in [0, 1] with bounds that hold at every sample size, whatever the distribution: the capital of a bettor against "the
/// mean is at most m" stays below 1 ÷ α with probability 1 − α where that is true (Waudby-Smith and Ramdas, JRSS B 86 (2024) 1, theorem 3,
/// predictable plug-in bets). It does not collapse when all values are equal, and shrinks with n.
/// </summary>
/// <remarks>The values are bet on in a seeded order, so that an order in the data cannot matter.</remarks>
public sealed class BoundedMean : IEstimate
{
    /// <summary>The error rate that the bets are tuned to; bounds at other confidences hold too.</summary>
    private const double TunedTo = 0.05;

    /// <summary>Most of the capital that one value can cost.</summary>
    private const double MostAtStake = 0.9;

    private const ulong OrderSeed = 1234;

    private readonly double[] rising;
    private readonly double[] falling;
    private readonly double[] bets;

    /// <param name="values">(n) at least one, each in [0, 1].</param>
    public BoundedMean(IReadOnlyList<double> values)
    {
        if (values.Count == 0) throw new ArgumentException("There is no value.", nameof(values));
        foreach (double value in values)
        {
            if (value is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(values), value, "A value lies in [0, 1].");
        }

        Value = values.Average();
        rising = [.. values];
        var random = new SeededRandom(OrderSeed);
        for (int i = rising.Length - 1; i > 0; i--)
        {
            int other = random.Next(i + 1);
            (rising[i], rising[other]) = (rising[other], rising[i]);
        }

        falling = [.. rising.Select(value => 1 - value)];
        bets = BetsOf(rising);
    }

    public double Value { get; }

    public int Samples => rising.Length;

    public Interval Bounds(double confidence) => new(
        BoundSearch.Lower(0, Value, 1 - confidence, PValueAbove),
        BoundSearch.Upper(1, Value, 1 - confidence, PValueBelow),
        confidence, "betting bounds");

    public double PValueAbove(double limit) => limit >= Value ? 1 : limit < 0 ? 0 : PValue(rising, limit);

    public double PValueBelow(double limit) => limit <= Value ? 1 : limit > 1 ? 0 : PValue(falling, 1 - limit);

    /// <summary>How much to bet before each value, from what came before it. The variance is the same seen from either side.</summary>
    private static double[] BetsOf(double[] values)
    {
        double[] amounts = new double[values.Length];
        double sum = 0.5, squares = 0.25;
        for (int t = 0; t < values.Length; t++)
        {
            amounts[t] = Math.Sqrt(2 * Math.Log(1 / TunedTo) / (values.Length * squares / (t + 1)));
            sum += values[t];
            double mean = sum / (t + 2);
            squares += (values[t] - mean) * (values[t] - mean);
        }

        return amounts;
    }

    /// <summary>1 ÷ the capital at the end of bets against "the mean is at most <paramref name="limit"/>".</summary>
    private double PValue(double[] values, double limit)
    {
        double capital = 0;
        for (int t = 0; t < values.Length; t++)
        {
            double bet = limit > 0 ? Math.Min(bets[t], MostAtStake / limit) : bets[t];
            capital += Math.Log(1 + (bet * (values[t] - limit)));
        }

        return Math.Min(1, Math.Exp(-capital));
    }
}
