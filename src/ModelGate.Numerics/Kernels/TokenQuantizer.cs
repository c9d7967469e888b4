namespace ModelGate.Numerics.Kernels;

/// <summary>Dynamic quantization of one token's activations, as serving engines do at run time.</summary>
internal static unsafe class TokenQuantizer
{
    /// <summary>The smallest absolute maximum that a scale is made from: an all-zero token gets codes 0 and a finite scale.</summary>
    public const float AbsoluteMaximumFloor = 1e-5f;

    /// <summary>q = x / s rounded to nearest even and clamped to ±127; returns s = max(max|x|, floor) / 127, or NaN (with codes 0) when
    /// a value is NaN or infinite.</summary>
    public static float ToInt8(float* x, int k, sbyte* q)
    {
        float scale = AbsoluteMaximum(x, k) / 127f;
        if (!float.IsFinite(scale))
        {
            new Span<sbyte>(q, k).Clear();
            return float.NaN;
        }

        for (nint i = 0; i < k; i++) q[i] = (sbyte)Math.Clamp(MathF.Round(x[i] / scale), -127f, 127f);
        return scale;
    }

    /// <summary>The E4M3 value nearest to x / s, as FP32; returns s = max(max|x|, floor) / 448, or NaN (with values 0) when a value is NaN
    /// or infinite.</summary>
    public static float ToE4M3(float* x, int k, float* rounded)
    {
        float scale = AbsoluteMaximum(x, k) / E4M3.Maximum;
        if (!float.IsFinite(scale))
        {
            new Span<float>(rounded, k).Clear();
            return float.NaN;
        }

        for (nint i = 0; i < k; i++) rounded[i] = E4M3.Round(x[i] / scale);
        return scale;
    }

    /// <summary>max(max|x|, floor); NaN when a value is NaN.</summary>
    internal static float AbsoluteMaximum(float* x, int k)
    {
        float maximum = AbsoluteMaximumFloor;
        for (nint i = 0; i < k; i++) maximum = MathF.Max(maximum, MathF.Abs(x[i]));
        return maximum;
    }
}
