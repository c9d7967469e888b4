using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelGate.Numerics.Kernels;

/// <summary>The two sums of attention on AVX-512: four query rows or one, against 64 positions or 64 dimensions.</summary>
/// <remarks>Outputs continue from what they hold unless <c>first</c> is 0.</remarks>
internal static unsafe class AttentionKernel512
{
    /// <summary>Scores against the 64 positions of four blocks (which may repeat).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void ScoreFourRows(
        float** queries, float** blocks, int dim, float scale, float* scores, nint scoreStride)
    {
        float* k0 = blocks[0], k1 = blocks[1], k2 = blocks[2], k3 = blocks[3];
        float* q0 = queries[0], q1 = queries[1], q2 = queries[2], q3 = queries[3];
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        Vector512<float> c0 = default, c1 = default, c2 = default, c3 = default, d0 = default, d1 = default, d2 = default, d3 = default;
        for (nint d = 0; d < dim; d++)
        {
            nint at = d * KeyValueBlock.Positions;
            Vector512<float> key0 = Vector512.Load(k0 + at), key1 = Vector512.Load(k1 + at);
            Vector512<float> key2 = Vector512.Load(k2 + at), key3 = Vector512.Load(k3 + at);
            Vector512<float> q = Vector512.Create(q0[d]);
            a0 = Avx512F.FusedMultiplyAdd(q, key0, a0);
            a1 = Avx512F.FusedMultiplyAdd(q, key1, a1);
            a2 = Avx512F.FusedMultiplyAdd(q, key2, a2);
            a3 = Avx512F.FusedMultiplyAdd(q, key3, a3);
            q = Vector512.Create(q1[d]);
            b0 = Avx512F.FusedMultiplyAdd(q, key0, b0);
            b1 = Avx512F.FusedMultiplyAdd(q, key1, b1);
            b2 = Avx512F.FusedMultiplyAdd(q, key2, b2);
            b3 = Avx512F.FusedMultiplyAdd(q, key3, b3);
            q = Vector512.Create(q2[d]);
            c0 = Avx512F.FusedMultiplyAdd(q, key0, c0);
            c1 = Avx512F.FusedMultiplyAdd(q, key1, c1);
            c2 = Avx512F.FusedMultiplyAdd(q, key2, c2);
            c3 = Avx512F.FusedMultiplyAdd(q, key3, c3);
            q = Vector512.Create(q3[d]);
            d0 = Avx512F.FusedMultiplyAdd(q, key0, d0);
            d1 = Avx512F.FusedMultiplyAdd(q, key1, d1);
            d2 = Avx512F.FusedMultiplyAdd(q, key2, d2);
            d3 = Avx512F.FusedMultiplyAdd(q, key3, d3);
        }

        Vector512<float> factor = Vector512.Create(scale);
        (a0 * factor).Store(scores);
        (a1 * factor).Store(scores + 16);
        (a2 * factor).Store(scores + 32);
        (a3 * factor).Store(scores + 48);
        (b0 * factor).Store(scores + scoreStride);
        (b1 * factor).Store(scores + scoreStride + 16);
        (b2 * factor).Store(scores + scoreStride + 32);
        (b3 * factor).Store(scores + scoreStride + 48);
        (c0 * factor).Store(scores + 2 * scoreStride);
        (c1 * factor).Store(scores + 2 * scoreStride + 16);
        (c2 * factor).Store(scores + 2 * scoreStride + 32);
        (c3 * factor).Store(scores + 2 * scoreStride + 48);
        (d0 * factor).Store(scores + 3 * scoreStride);
        (d1 * factor).Store(scores + 3 * scoreStride + 16);
        (d2 * factor).Store(scores + 3 * scoreStride + 32);
        (d3 * factor).Store(scores + 3 * scoreStride + 48);
    }

    /// <inheritdoc cref="ScoreFourRows"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void ScoreRow(float* query, float** blocks, int dim, float scale, float* scores)
    {
        float* k0 = blocks[0], k1 = blocks[1], k2 = blocks[2], k3 = blocks[3];
        float* q0 = query;
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default;
        for (nint d = 0; d < dim; d++)
        {
            nint at = d * KeyValueBlock.Positions;
            Vector512<float> key0 = Vector512.Load(k0 + at), key1 = Vector512.Load(k1 + at);
            Vector512<float> key2 = Vector512.Load(k2 + at), key3 = Vector512.Load(k3 + at);
            Vector512<float> q = Vector512.Create(q0[d]);
            a0 = Avx512F.FusedMultiplyAdd(q, key0, a0);
            a1 = Avx512F.FusedMultiplyAdd(q, key1, a1);
            a2 = Avx512F.FusedMultiplyAdd(q, key2, a2);
            a3 = Avx512F.FusedMultiplyAdd(q, key3, a3);
        }

        Vector512<float> factor = Vector512.Create(scale);
        (a0 * factor).Store(scores);
        (a1 * factor).Store(scores + 16);
        (a2 * factor).Store(scores + 32);
        (a3 * factor).Store(scores + 48);
    }

    /// <summary>outputs[r][column .. column + 64] += Σ weight · v over positions first .. end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void SumFourRows(
        float* weights, nint weightStride, float** blocks, int first, int end, int dim, int column, float** outputs)
    {
        float* o0 = outputs[0] + column, o1 = outputs[1] + column, o2 = outputs[2] + column, o3 = outputs[3] + column;
        float* w0 = weights, w1 = weights + weightStride, w2 = weights + 2 * weightStride, w3 = weights + 3 * weightStride;
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        Vector512<float> c0 = default, c1 = default, c2 = default, c3 = default, d0 = default, d1 = default, d2 = default, d3 = default;
        if (first > 0)
        {
            a0 = Vector512.Load(o0);
            a1 = Vector512.Load(o0 + 16);
            a2 = Vector512.Load(o0 + 32);
            a3 = Vector512.Load(o0 + 48);
            b0 = Vector512.Load(o1);
            b1 = Vector512.Load(o1 + 16);
            b2 = Vector512.Load(o1 + 32);
            b3 = Vector512.Load(o1 + 48);
            c0 = Vector512.Load(o2);
            c1 = Vector512.Load(o2 + 16);
            c2 = Vector512.Load(o2 + 32);
            c3 = Vector512.Load(o2 + 48);
            d0 = Vector512.Load(o3);
            d1 = Vector512.Load(o3 + 16);
            d2 = Vector512.Load(o3 + 32);
            d3 = Vector512.Load(o3 + 48);
        }

        for (nint p = first; p < end;)
        {
            float* value = KeyValueBlock.Value(blocks, p, dim) + column;
            for (nint stop = KeyValueBlock.End(p, end); p < stop; p++, value += dim)
            {
                Vector512<float> v0 = Vector512.Load(value), v1 = Vector512.Load(value + 16);
                Vector512<float> v2 = Vector512.Load(value + 32), v3 = Vector512.Load(value + 48);
                Vector512<float> weight = Vector512.Create(w0[p]);
                a0 = Avx512F.FusedMultiplyAdd(weight, v0, a0);
                a1 = Avx512F.FusedMultiplyAdd(weight, v1, a1);
                a2 = Avx512F.FusedMultiplyAdd(weight, v2, a2);
                a3 = Avx512F.FusedMultiplyAdd(weight, v3, a3);
                weight = Vector512.Create(w1[p]);
                b0 = Avx512F.FusedMultiplyAdd(weight, v0, b0);
                b1 = Avx512F.FusedMultiplyAdd(weight, v1, b1);
                b2 = Avx512F.FusedMultiplyAdd(weight, v2, b2);
                b3 = Avx512F.FusedMultiplyAdd(weight, v3, b3);
                weight = Vector512.Create(w2[p]);
                c0 = Avx512F.FusedMultiplyAdd(weight, v0, c0);
                c1 = Avx512F.FusedMultiplyAdd(weight, v1, c1);
                c2 = Avx512F.FusedMultiplyAdd(weight, v2, c2);
                c3 = Avx512F.FusedMultiplyAdd(weight, v3, c3);
                weight = Vector512.Create(w3[p]);
                d0 = Avx512F.FusedMultiplyAdd(weight, v0, d0);
                d1 = Avx512F.FusedMultiplyAdd(weight, v1, d1);
                d2 = Avx512F.FusedMultiplyAdd(weight, v2, d2);
                d3 = Avx512F.FusedMultiplyAdd(weight, v3, d3);
            }
        }

        a0.Store(o0);
        a1.Store(o0 + 16);
        a2.Store(o0 + 32);
        a3.Store(o0 + 48);
        b0.Store(o1);
        b1.Store(o1 + 16);
        b2.Store(o1 + 32);
        b3.Store(o1 + 48);
        c0.Store(o2);
        c1.Store(o2 + 16);
        c2.Store(o2 + 32);
        c3.Store(o2 + 48);
        d0.Store(o3);
        d1.Store(o3 + 16);
        d2.Store(o3 + 32);
        d3.Store(o3 + 48);
    }

    /// <inheritdoc cref="SumFourRows"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void SumRow(float* weights, float** blocks, int first, int end, int dim, int column, float* output)
    {
        output += column;
        float* w0 = weights;
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default;
        if (first > 0)
        {
            a0 = Vector512.Load(output);
            a1 = Vector512.Load(output + 16);
            a2 = Vector512.Load(output + 32);
            a3 = Vector512.Load(output + 48);
        }

        for (nint p = first; p < end;)
        {
            float* value = KeyValueBlock.Value(blocks, p, dim) + column;
            for (nint stop = KeyValueBlock.End(p, end); p < stop; p++, value += dim)
            {
                Vector512<float> v0 = Vector512.Load(value), v1 = Vector512.Load(value + 16);
                Vector512<float> v2 = Vector512.Load(value + 32), v3 = Vector512.Load(value + 48);
                Vector512<float> weight = Vector512.Create(w0[p]);
                a0 = Avx512F.FusedMultiplyAdd(weight, v0, a0);
                a1 = Avx512F.FusedMultiplyAdd(weight, v1, a1);
                a2 = Avx512F.FusedMultiplyAdd(weight, v2, a2);
                a3 = Avx512F.FusedMultiplyAdd(weight, v3, a3);
            }
        }

        a0.Store(output);
        a1.Store(output + 16);
        a2.Store(output + 32);
        a3.Store(output + 48);
    }
}
