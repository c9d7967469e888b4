using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ModelGate.Numerics;

namespace ModelGate.Quantization.Observers;

/// <summary>The grid just covers the group's largest magnitude: scale = max|w| ÷ 127.5 (INT8), ÷ 7.5 (INT4), ÷ 448 (FP8).</summary>
public sealed record MinMax : IObserver
{
    public string Name => "minmax";

    public float Scale(ReadOnlySpan<float> group, NumberGrid grid)
    {
        float scale = BFloat16.Round(LargestMagnitude(group) / grid.ScaleDivisor);
        return scale == 0 ? IObserver.ScaleOfZeros : scale;
    }

    /// <summary>max|w|; 0 of nothing. A maximum has no rounding, so the order does not matter.</summary>
    internal static float LargestMagnitude(ReadOnlySpan<float> values)
    {
        float largest = 0;
        int i = 0;
        if (Vector512.IsHardwareAccelerated && values.Length >= Vector512<float>.Count)
        {
            ReadOnlySpan<Vector512<float>> vectors = MemoryMarshal.Cast<float, Vector512<float>>(values);
            Vector512<float> lanes = Vector512<float>.Zero;
            foreach (Vector512<float> vector in vectors) lanes = Vector512.Max(lanes, Vector512.Abs(vector));
            for (int lane = 0; lane < Vector512<float>.Count; lane++) largest = Math.Max(largest, lanes[lane]);
            i = vectors.Length * Vector512<float>.Count;
        }

        for (; i < values.Length; i++) largest = Math.Max(largest, MathF.Abs(values[i]));
        return largest;
    }
}
