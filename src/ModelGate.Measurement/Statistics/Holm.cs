namespace ModelGate.Measurement.Statistics;

/// <summary>
/// Holm's step-down adjustment (Scand. J. Stat. 6 (1979) 65): the family-wise error of all tests together keeps its level.
/// </summary>
public static class Holm
{
    /// <summary>Adjusted p-values in the order given: the k-th smallest of m times m − k + 1, never falling, at most 1.</summary>
    public static double[] Adjust(IReadOnlyList<double> pValues)
    {
        double[] adjusted = new double[pValues.Count];
        double running = 0;
        int rank = 0;
        foreach (int index in Enumerable.Range(0, pValues.Count).OrderBy(index => pValues[index]))
        {
            running = Math.Max(running, Math.Min(1, (pValues.Count - rank) * pValues[index]));
            adjusted[index] = running;
            rank++;
        }

        return adjusted;
    }
}
