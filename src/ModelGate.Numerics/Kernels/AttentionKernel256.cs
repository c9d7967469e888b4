using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelGate.Numerics.Kernels;

/// <summary>The two sums of attention on AVX2 and FMA: four query rows or one, against 16 positions or 16 dimensions.</summary>
/// <remarks>As <see cref="AttentionKernel512"/>.</remarks>
internal static unsafe class AttentionKernel256
{
    /// <summary>Scores against the 16 positions of one block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void ScoreFourRows(
        float** queries, float** blocks, int dim, float scale, float* scores, nint scoreStride)
    {
        float* k0 = blocks[0];
        float* q0 = queries[0], q1 = queries[1], q2 = queries[2], q3 = queries[3];
        Vector256<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        for (nint d = 0; d < dim; d++)
        {
            float* at = k0 + d * KeyValueBlock.Positions;
            Vector256<float> key0 = Vector256.Load(at), key1 = Vector256.Load(at + 8);
            Vector256<float> q = Vector256.Create(q0[d]);
            a0 = Fma.MultiplyAdd(q, key0, a0);
            a1 = Fma.MultiplyAdd(q, key1, a1);
            q = Vector256.Create(q1[d]);
            b0 = Fma.MultiplyAdd(q, key0, b0);
            b1 = Fma.MultiplyAdd(q, key1, b1);
            q = Vector256.Create(q2[d]);
            c0 = Fma.MultiplyAdd(q, key0, c0);
            c1 = Fma.MultiplyAdd(q, key1, c1);
            q = Vector256.Create(q3[d]);
            d0 = Fma.MultiplyAdd(q, key0, d0);
            d1 = Fma.MultiplyAdd(q, key1, d1);
        }

        Vector256<float> factor = Vector256.Create(scale);
        (a0 * factor).Store(scores);
        (a1 * factor).Store(scores + 8);
        (b0 * factor).Store(scores + scoreStride);
        (b1 * factor).Store(scores + scoreStride + 8);
        (c0 * factor).Store(scores + 2 * scoreStride);
        (c1 * factor).Store(scores + 2 * scoreStride + 8);
        (d0 * factor).Store(scores + 3 * scoreStride);
        (d1 * factor).Store(scores + 3 * scoreStride + 8);
    }

    /// <inheritdoc cref="ScoreFourRows"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void ScoreRow(float* query, float** blocks, int dim, float scale, float* scores)
    {
        float* k0 = blocks[0];
        float* q0 = query;
        Vector256<float> a0 = default, a1 = default;
        for (nint d = 0; d < dim; d++)
        {
            float* at = k0 + d * KeyValueBlock.Positions;
            Vector256<float> key0 = Vector256.Load(at), key1 = Vector256.Load(at + 8);
            Vector256<float> q = Vector256.Create(q0[d]);
            a0 = Fma.MultiplyAdd(q, key0, a0);
            a1 = Fma.MultiplyAdd(q, key1, a1);
        }

        Vector256<float> factor = Vector256.Create(scale);
        (a0 * factor).Store(scores);
        (a1 * factor).Store(scores + 8);
    }

    /// <summary>outputs[r][column .. column + 16] += Σ weight · v over positions first .. end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void SumFourRows(
        float* weights, nint weightStride, float** blocks, int first, int end, int dim, int column, float** outputs)
    {
        float* o0 = outputs[0] + column, o1 = outputs[1] + column, o2 = outputs[2] + column, o3 = outputs[3] + column;
        float* w0 = weights, w1 = weights + weightStride, w2 = weights + 2 * weightStride, w3 = weights + 3 * weightStride;
        Vector256<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        if (first > 0)
        {
            a0 = Vector256.Load(o0);
            a1 = Vector256.Load(o0 + 8);
            b0 = Vector256.Load(o1);
            b1 = Vector256.Load(o1 + 8);
            c0 = Vector256.Load(o2);
            c1 = Vector256.Load(o2 + 8);
            d0 = Vector256.Load(o3);
            d1 = Vector256.Load(o3 + 8);
        }

        for (nint p = first; p < end;)
        {
            float* value = KeyValueBlock.Value(blocks, p, dim) + column;
            for (nint stop = KeyValueBlock.End(p, end); p < stop; p++, value += dim)
            {
                Vector256<float> v0 = Vector256.Load(value), v1 = Vector256.Load(value + 8);
                Vector256<float> weight = Vector256.Create(w0[p]);
                a0 = Fma.MultiplyAdd(weight, v0, a0);
                a1 = Fma.MultiplyAdd(weight, v1, a1);
                weight = Vector256.Create(w1[p]);
                b0 = Fma.MultiplyAdd(weight, v0, b0);
                b1 = Fma.MultiplyAdd(weight, v1, b1);
                weight = Vector256.Create(w2[p]);
                c0 = Fma.MultiplyAdd(weight, v0, c0);
                c1 = Fma.MultiplyAdd(weight, v1, c1);
                weight = Vector256.Create(w3[p]);
                d0 = Fma.MultiplyAdd(weight, v0, d0);
                d1 = Fma.MultiplyAdd(weight, v1, d1);
            }
        }

        a0.Store(o0);
        a1.Store(o0 + 8);
        b0.Store(o1);
        b1.Store(o1 + 8);
        c0.Store(o2);
        c1.Store(o2 + 8);
        d0.Store(o3);
        d1.Store(o3 + 8);
    }

    /// <inheritdoc cref="SumFourRows"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void SumRow(float* weights, float** blocks, int first, int end, int dim, int column, float* output)
    {
        output += column;
        float* w0 = weights;
        Vector256<float> a0 = default, a1 = default;
        if (first > 0)
        {
            a0 = Vector256.Load(output);
            a1 = Vector256.Load(output + 8);
        }

        for (nint p = first; p < end;)
        {
            float* value = KeyValueBlock.Value(blocks, p, dim) + column;
            for (nint stop = KeyValueBlock.End(p, end); p < stop; p++, value += dim)
            {
                Vector256<float> v0 = Vector256.Load(value), v1 = Vector256.Load(value + 8);
                Vector256<float> weight = Vector256.Create(w0[p]);
                a0 = Fma.MultiplyAdd(weight, v0, a0);
                a1 = Fma.MultiplyAdd(weight, v1, a1);
            }
        }

        a0.Store(output);
        a1.Store(output + 8);
    }
}
