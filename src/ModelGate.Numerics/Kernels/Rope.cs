using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
        for (int start = 0; start < heads.Length; start += 2 * half) Turn(heads.Slice(start, 2 * half), cosine, sine, rounding);
    }

    private static void Turn(Span<float> head, ReadOnlySpan<float> cosine, ReadOnlySpan<float> sine, Rounding rounding)
    {
        if (SimdLevel.Has256 && cosine.Length % 8 == 0) Turn256(head, cosine, sine, rounding);
        else TurnScalar(head, cosine, sine, rounding);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Turn256(Span<float> head, ReadOnlySpan<float> cosine, ReadOnlySpan<float> sine, Rounding rounding)
    {
        ref float first = ref MemoryMarshal.GetReference(head);
        ref float cosines = ref MemoryMarshal.GetReference(cosine);
        ref float sines = ref MemoryMarshal.GetReference(sine);
        nuint half = (nuint)cosine.Length;
        for (nuint i = 0; i < half; i += 8)
        {
            Vector256<float> a = Vector256.LoadUnsafe(ref first, i), b = Vector256.LoadUnsafe(ref first, half + i);
            Vector256<float> c = Vector256.LoadUnsafe(ref cosines, i), s = Vector256.LoadUnsafe(ref sines, i);
            if (rounding == Rounding.BFloat16)
            {
                BFloat16.Round(BFloat16.Round(a * c) - BFloat16.Round(b * s)).StoreUnsafe(ref first, i);
                BFloat16.Round(BFloat16.Round(b * c) + BFloat16.Round(a * s)).StoreUnsafe(ref first, half + i);
            }
            else
            {
                Vector256.FusedMultiplyAdd(-b, s, a * c).StoreUnsafe(ref first, i);
                Vector256.FusedMultiplyAdd(a, s, b * c).StoreUnsafe(ref first, half + i);
            }
        }
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
