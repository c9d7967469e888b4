namespace ModelGate.Measurement.Statistics;

/// <summary>
/// Weighted sum of shares of right documents. Of one task its bounds are Clopper and Pearson's (Biometrika 26 (1934) 404), exact; of
/// several, the exact tail at the restricted estimate (<see cref="BinomialSum"/>).
/// </summary>
/// <param name="offset">Added to the sum: what normalisation subtracts.</param>
/// <param name="value">The reported score, which the sum and offset equal up to rounding.</param>
public sealed class ScoreOfCounts(IEnumerable<BinomialCell> cells, double offset, double value) : IEstimate
{
    private readonly BinomialSum sum = new(cells);

    public double Value => value;

    public int Samples => sum.Cells.Sum(cell => cell.Trials);

    public Interval Bounds(double confidence) => new(
        BoundSearch.Lower(sum.Least + offset, value, 1 - confidence, PValueAbove),
        BoundSearch.Upper(sum.Most + offset, value, 1 - confidence, PValueBelow),
        confidence, sum.Cells.Count == 1 ? "Clopper-Pearson" : "exact tail at the restricted estimate");

    public double PValueAbove(double limit) => limit >= value ? 1 : sum.UpperTail(limit - offset);

    public double PValueBelow(double limit) => limit <= value ? 1 : sum.LowerTail(limit - offset);
}
