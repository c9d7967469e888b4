using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelGate.Numerics.Kernels;

/// <summary>Scores of one query to unnormalised weights exp(score − maximum), and their sum.</summary>
/// <remarks>
/// Sixteen sums, sum l over positions l, l + 16 …, then <see cref="LaneSum"/>. A NaN score does not become the maximum; it
/// makes its weight and the sum NaN.
/// </remarks>
internal static unsafe class AttentionSoftmax
{
    /// <param name="scores">Room for <paramref name="count"/> rounded up to 16; what lies beyond count is overwritten.</param>
    /// <returns>Σ weights.</returns>
    public static float Apply(float* scores, int count) => SimdLevel.Has256 ? Apply256(scores, count) : ApplyScalar(scores, count);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Apply256(float* scores, int count)
    {
        nint end = (count + 15) & ~15;
        for (nint i = count; i < end; i++) scores[i] = float.NegativeInfinity;
        Vector256<float> most = Vector256.Create(float.NegativeInfinity), low = default, high = default;
        // The instruction gives its second operand when one is NaN.
        for (nint i = 0; i < end; i += 8) most = Avx.Max(Vector256.Load(scores + i), most);
        Vector128<float> half = Sse.Max(most.GetLower(), most.GetUpper());
        half = Sse.Max(half, Sse.MoveHighToLow(half, half));
        Vector256<float> maximum = Vector256.Create(MathF.Max(half.GetElement(0), half.GetElement(1)));
        for (nint i = 0; i < end; i += 16)
        {
            Vector256<float> first = Exponential.Of(Vector256.Load(scores + i) - maximum);
            Vector256<float> second = Exponential.Of(Vector256.Load(scores + i + 8) - maximum);
            first.Store(scores + i);
            second.Store(scores + i + 8);
            low += first;
            high += second;
        }

        Span<float> lanes = stackalloc float[LaneSum.Lanes];
        low.CopyTo(lanes);
        high.CopyTo(lanes[8..]);
        return LaneSum.Of(lanes);
    }

    internal static float ApplyScalar(float* scores, int count)
    {
        float maximum = float.NegativeInfinity;
        for (int i = 0; i < count; i++)
        {
            if (scores[i] > maximum) maximum = scores[i];
        }

        Span<float> lanes = stackalloc float[LaneSum.Lanes];
        lanes.Clear();
        for (int i = 0; i < count; i++)
        {
            scores[i] = Exponential.Of(scores[i] - maximum);
            lanes[i % LaneSum.Lanes] += scores[i];
        }

        return LaneSum.Of(lanes);
    }
}
