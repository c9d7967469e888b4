using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ModelGate.Numerics;

namespace ModelGate.Benchmarks.Kernels;

/// <summary>What this machine can do, measured: the yardstick beside every kernel.</summary>
internal static unsafe class MachinePeak
{
    private const int Rounds = 20_000;

    /// <summary>FP32 multiply-adds per nanosecond of all threads, from independent chains in registers.</summary>
    public static double MultiplyAdds(WorkerPool pool)
    {
        int lanes = Avx512F.IsSupported ? 16 : Fma.IsSupported ? 8 : 1;
        float* sink = stackalloc float[16];
        nint address = (nint)sink;
        double seconds = BestTime.Of(pool, () => pool.Run(pool.Threads, (_, _) => Chains((float*)address)), 0.5);
        return (double)Rounds * 12 * lanes * pool.Threads / seconds * 1e-9;
    }

    /// <summary>Exact int16 pair multiply-adds per nanosecond of all threads (what W8A8 runs on here).</summary>
    public static double IntegerMultiplyAdds(WorkerPool pool)
    {
        int lanes = Avx512BW.IsSupported ? 32 : 16;
        int* sink = stackalloc int[16];
        nint address = (nint)sink;
        double seconds = BestTime.Of(pool, () => pool.Run(pool.Threads, (_, _) => IntegerChains((int*)address)), 0.5);
        return (double)Rounds * 12 * lanes * pool.Threads / seconds * 1e-9;
    }

    /// <summary>Bytes per nanosecond that all threads read together from memory.</summary>
    public static double ReadBandwidth(NativeBuffer memory, WorkerPool pool)
    {
        const long Chunk = 1 << 20;
        int chunks = (int)(memory.ByteCount / Chunk);
        double seconds = BestTime.Of(pool, () => pool.Run(chunks, (chunk, _) => Read(memory.Data + chunk * Chunk, Chunk)));
        return chunks * (double)Chunk / seconds * 1e-9;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Chains(float* sink)
    {
        if (!Avx512F.IsSupported)
        {
            Chains256(sink);
            return;
        }

        Vector512<float> x = Vector512.Create(*sink), a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int round = 0; round < Rounds; round++)
        {
            a = Avx512F.FusedMultiplyAdd(x, x, a);
            b = Avx512F.FusedMultiplyAdd(x, x, b);
            c = Avx512F.FusedMultiplyAdd(x, x, c);
            d = Avx512F.FusedMultiplyAdd(x, x, d);
            e = Avx512F.FusedMultiplyAdd(x, x, e);
            f = Avx512F.FusedMultiplyAdd(x, x, f);
            g = Avx512F.FusedMultiplyAdd(x, x, g);
            h = Avx512F.FusedMultiplyAdd(x, x, h);
            i = Avx512F.FusedMultiplyAdd(x, x, i);
            j = Avx512F.FusedMultiplyAdd(x, x, j);
            k = Avx512F.FusedMultiplyAdd(x, x, k);
            l = Avx512F.FusedMultiplyAdd(x, x, l);
        }

        *sink = (a + b + c + d + e + f + g + h + i + j + k + l).GetElement(0) * 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Chains256(float* sink)
    {
        Vector256<float> x = Vector256.Create(*sink), a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int round = 0; round < Rounds; round++)
        {
            a = Vector256.FusedMultiplyAdd(x, x, a);
            b = Vector256.FusedMultiplyAdd(x, x, b);
            c = Vector256.FusedMultiplyAdd(x, x, c);
            d = Vector256.FusedMultiplyAdd(x, x, d);
            e = Vector256.FusedMultiplyAdd(x, x, e);
            f = Vector256.FusedMultiplyAdd(x, x, f);
            g = Vector256.FusedMultiplyAdd(x, x, g);
            h = Vector256.FusedMultiplyAdd(x, x, h);
            i = Vector256.FusedMultiplyAdd(x, x, i);
            j = Vector256.FusedMultiplyAdd(x, x, j);
            k = Vector256.FusedMultiplyAdd(x, x, k);
            l = Vector256.FusedMultiplyAdd(x, x, l);
        }

        *sink = (a + b + c + d + e + f + g + h + i + j + k + l).GetElement(0) * 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void IntegerChains(int* sink)
    {
        if (!Avx512BW.IsSupported)
        {
            IntegerChains256(sink);
            return;
        }

        Vector512<short> x = Vector512.Create(*sink).AsInt16();
        Vector512<int> a = x.AsInt32(), b = a, c = a, d = a, e = a, f = a;
        for (int round = 0; round < Rounds * 2; round++)
        {
            a += Avx512BW.MultiplyAddAdjacent(x, a.AsInt16());
            b += Avx512BW.MultiplyAddAdjacent(x, b.AsInt16());
            c += Avx512BW.MultiplyAddAdjacent(x, c.AsInt16());
            d += Avx512BW.MultiplyAddAdjacent(x, d.AsInt16());
            e += Avx512BW.MultiplyAddAdjacent(x, e.AsInt16());
            f += Avx512BW.MultiplyAddAdjacent(x, f.AsInt16());
        }

        *sink = (a + b + c + d + e + f).GetElement(0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void IntegerChains256(int* sink)
    {
        if (!Avx2.IsSupported) return;
        Vector256<short> x = Vector256.Create(*sink).AsInt16();
        Vector256<int> a = x.AsInt32(), b = a, c = a, d = a, e = a, f = a;
        for (int round = 0; round < Rounds * 2; round++)
        {
            a += Avx2.MultiplyAddAdjacent(x, a.AsInt16());
            b += Avx2.MultiplyAddAdjacent(x, b.AsInt16());
            c += Avx2.MultiplyAddAdjacent(x, c.AsInt16());
            d += Avx2.MultiplyAddAdjacent(x, d.AsInt16());
            e += Avx2.MultiplyAddAdjacent(x, e.AsInt16());
            f += Avx2.MultiplyAddAdjacent(x, f.AsInt16());
        }

        *sink = (a + b + c + d + e + f).GetElement(0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Read(byte* from, long byteCount)
    {
        Vector256<int> a = default, b = default, c = default, d = default;
        for (byte* end = from + byteCount; from < end; from += 128)
        {
            if (Sse.IsSupported)
            {
                Sse.Prefetch0(from + 2048);
                Sse.Prefetch0(from + 2112);
            }

            a |= Vector256.Load((int*)from);
            b |= Vector256.Load((int*)(from + 32));
            c |= Vector256.Load((int*)(from + 64));
            d |= Vector256.Load((int*)(from + 96));
        }

        if ((a | b | c | d).GetElement(0) == int.MinValue) throw new InvalidOperationException("The memory was filled with zeros.");
    }
}
