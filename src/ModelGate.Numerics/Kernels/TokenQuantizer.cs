using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelGate.Numerics.Kernels;

/// <summary>Dynamic quantization of activations, one scale per token, as serving engines do at run time.</summary>
/// <remarks>A token with a NaN or infinite value gets codes 0 and the scale NaN, so that all its outputs are NaN.</remarks>
internal static unsafe class TokenQuantizer
{
    /// <summary>The smallest absolute maximum that a scale is made from: an all-zero token gets codes 0 and a finite scale.</summary>
    public const float AbsoluteMaximumFloor = 1e-5f;

    private const int SharedWork = 32_768;

    /// <summary>Columns of the INT8 codes: K in whole groups of four.</summary>
    public static int Int8Columns(int k) => (k + 3) / 4 * 4;

    /// <summary>q = x / s rounded to nearest even, clamped to ±127; s = max(max|x|, floor) / 127.</summary>
    /// <param name="x">(m × k).</param>
    /// <param name="q">(m × <see cref="Int8Columns"/>) 16-bit codes; each group of four inputs is stored in the order 0, 2, 1, 3, the last
    /// completed with zeros.</param>
    /// <param name="scales">(m).</param>
    public static void ToInt8(float* x, int m, int k, short* q, float* scales, WorkerPool pool)
    {
        nint columns = Int8Columns(k);
        if (m * (long)k < SharedWork)
        {
            for (int row = 0; row < m; row++) scales[row] = RowToInt8(x + (nint)row * k, k, q + row * columns);
            return;
        }

        pool.Run(m, (row, _) => scales[row] = RowToInt8(x + (nint)row * k, k, q + row * columns));
    }

    /// <summary>The E4M3 value nearest to x / s, as FP32; s = max(max|x|, floor) / 448.</summary>
    /// <param name="rounded">(m × k).</param>
    /// <param name="scales">(m).</param>
    public static void ToE4M3(float* x, int m, int k, float* rounded, float* scales, WorkerPool pool)
    {
        if (m * (long)k < SharedWork)
        {
            for (int row = 0; row < m; row++) scales[row] = RowToE4M3(x + (nint)row * k, k, rounded + (nint)row * k);
            return;
        }

        pool.Run(m, (row, _) => scales[row] = RowToE4M3(x + (nint)row * k, k, rounded + (nint)row * k));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float RowToInt8(float* x, nint k, short* q)
    {
        float scale = AbsoluteMaximum(x, k) / 127f;
        if (!float.IsFinite(scale))
        {
            new Span<short>(q, Int8Columns((int)k)).Clear();
            return float.NaN;
        }

        nint i = 0;
        if (SimdLevel.Has256)
        {
            Vector256<float> divisor = Vector256.Create(scale), most = Vector256.Create(127f);
            for (; i + 8 <= k; i += 8)
            {
                Vector256<float> ratio = Avx.Max(-most, Avx.Min(most, Vector256.Load(x + i) / divisor));
                Vector256<int> ordered = Avx2.Shuffle(Avx.ConvertToVector256Int32(ratio), 0b11_01_10_00);
                Vector256<long> packed = Avx2.PackSignedSaturate(ordered, ordered).AsInt64();
                *(long*)(q + i) = packed.GetElement(0);
                *(long*)(q + i + 4) = packed.GetElement(2);
            }
        }

        RowToInt8Scalar(x + i, k - i, scale, q + i);
        return scale;
    }

    internal static void RowToInt8Scalar(float* x, nint k, float scale, short* q)
    {
        for (nint i = 0; i < Int8Columns((int)k); i++)
        {
            nint place = (i & ~3) + (i & 1) * 2 + (i >> 1 & 1);
            q[place] = i < k ? (short)Math.Clamp(MathF.Round(x[i] / scale), -127f, 127f) : (short)0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float RowToE4M3(float* x, nint k, float* rounded)
    {
        float scale = AbsoluteMaximum(x, k) / E4M3.Maximum;
        if (!float.IsFinite(scale))
        {
            new Span<float>(rounded, (int)k).Clear();
            return float.NaN;
        }

        nint i = 0;
        if (SimdLevel.Has256)
        {
            Vector256<float> divisor = Vector256.Create(scale);
            for (; i + 8 <= k; i += 8) E4M3.Round(Vector256.Load(x + i) / divisor).Store(rounded + i);
        }

        for (; i < k; i++) rounded[i] = E4M3.Round(x[i] / scale);
        return scale;
    }

    /// <summary>max(max|x|, floor). As integers, magnitudes order as numbers with infinity and then NaN on top: those win.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float AbsoluteMaximum(float* x, nint k)
    {
        uint maximum = BitConverter.SingleToUInt32Bits(AbsoluteMaximumFloor);
        nint i = 0;
        if (SimdLevel.Has256 && k >= 8)
        {
            Vector256<uint> magnitude = Vector256.Create(0x7FFF_FFFFu), most = Vector256.Create(maximum);
            for (; i + 8 <= k; i += 8) most = Avx2.Max(most, Vector256.Load((uint*)x + i) & magnitude);
            for (int lane = 0; lane < 8; lane++) maximum = Math.Max(maximum, most.GetElement(lane));
        }

        for (; i < k; i++) maximum = Math.Max(maximum, ((uint*)x)[i] & 0x7FFF_FFFF);
        return BitConverter.UInt32BitsToSingle(maximum);
    }
}
