namespace ModelGate.Measurement.Accuracy.Metrics;

internal static class ArgMax
{
    /// <summary>Index of the largest value, the first of equals; as numpy, the first NaN where there is one.</summary>
    public static int Of(IReadOnlyList<double> values)
    {
        int best = 0;
        for (int i = 0; i < values.Count; i++)
        {
            if (double.IsNaN(values[i])) return i;
            if (values[i] > values[best]) best = i;
        }

        return best;
    }
}
