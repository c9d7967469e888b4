namespace ModelGate.Numerics.Kernels;

/// <summary>The one order in which sixteen partial sums are added: halves onto each other, 8, 4, 2, 1.</summary>
internal static class LaneSum
{
    public const int Lanes = 16;

    public static float Of(Span<float> lanes)
    {
        for (int half = Lanes / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++) lanes[i] += lanes[i + half];
        }

        return lanes[0];
    }

    public static double Of(Span<double> lanes)
    {
        for (int half = Lanes / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++) lanes[i] += lanes[i + half];
        }

        return lanes[0];
    }
}
