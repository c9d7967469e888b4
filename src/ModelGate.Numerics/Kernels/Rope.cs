namespace ModelGate.Numerics.Kernels;

/// <summary>Rotary position embedding, half-rotation form: dimension i turns with dimension i + dim/2.</summary>
/// <remarks>Su et al., "RoFormer", arXiv 2104.09864. Angles are computed in double and stored as FP32.</remarks>
public sealed class Rope
{
    private readonly float[] cosines;
    private readonly float[] sines;
    private readonly int half;
    private readonly Rounding rounding;

    /// <param name="inverseFrequencies">(dim / 2) radians per position, any scaling such as Llama 3's already applied.</param>
    /// <param name="positions">Positions 0 .. positions − 1 can be asked for.</param>
    /// <param name="rounding">With BFloat16 the tables, both products and their sum are rounded.</param>
    public Rope(ReadOnlySpan<double> inverseFrequencies, int positions, Rounding rounding = Rounding.None)
    {
        half = inverseFrequencies.Length;
        Positions = positions;
        this.rounding = rounding;
        cosines = new float[checked(positions * half)];
        sines = new float[cosines.Length];
        for (int position = 0; position < positions; position++)
        {
            for (int i = 0; i < half; i++)
            {
                (double sine, double cosine) = Math.SinCos(position * inverseFrequencies[i]);
                cosines[position * half + i] = Rounded((float)cosine);
                sines[position * half + i] = Rounded((float)sine);
            }
        }
    }

    public int Positions { get; }

    /// <summary>Turns consecutive heads of one token in place.</summary>
    /// <param name="heads">(any number of heads × dim).</param>
    public void Apply(Span<float> heads, int position)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)position, (uint)Positions, nameof(position));
        ArgumentOutOfRangeException.ThrowIfNotEqual(heads.Length % (2 * half), 0, nameof(heads));
        ReadOnlySpan<float> cosine = cosines.AsSpan(position * half, half);
        ReadOnlySpan<float> sine = sines.AsSpan(position * half, half);
        for (int start = 0; start < heads.Length; start += 2 * half) TurnScalar(heads.Slice(start, 2 * half), cosine, sine, rounding);
    }

    /// <summary>a' = a·cos − b·sin, b' = b·cos + a·sin; without rounding, the second product is fused.</summary>
    internal static void TurnScalar(Span<float> head, ReadOnlySpan<float> cosine, ReadOnlySpan<float> sine, Rounding rounding)
    {
        int half = cosine.Length;
        for (int i = 0; i < half; i++)
        {
            float a = head[i];
            float b = head[half + i];
            if (rounding == Rounding.BFloat16)
            {
                head[i] = BFloat16.Round(BFloat16.Round(a * cosine[i]) - BFloat16.Round(b * sine[i]));
                head[half + i] = BFloat16.Round(BFloat16.Round(b * cosine[i]) + BFloat16.Round(a * sine[i]));
            }
            else
            {
                head[i] = MathF.FusedMultiplyAdd(-b, sine[i], a * cosine[i]);
                head[half + i] = MathF.FusedMultiplyAdd(a, sine[i], b * cosine[i]);
            }
        }
    }

    private float Rounded(float value) => rounding == Rounding.BFloat16 ? BFloat16.Round(value) : value;
}
