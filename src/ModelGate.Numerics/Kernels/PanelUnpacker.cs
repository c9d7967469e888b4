using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelGate.Numerics.Kernels;

/// <summary>Packed weights of one panel to FP32: [count][32] floats, channels side by side. All exact.</summary>
/// <remarks>While a piece is unpacked, the next one of the same length is asked for, to arrive while multiplying.</remarks>
internal static unsafe class PanelUnpacker
{
    private const MethodImplOptions Leaf = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <param name="pairs">[count][16]: channel j low, channel j + 16 high.</param>
    [MethodImpl(Leaf)]
    public static void BFloat16Pairs(uint* pairs, nint count, float* target)
    {
        if (!SimdLevel.Has256)
        {
            BFloat16PairsScalar(pairs, count, target);
            return;
        }

        Vector256<uint> upper = Vector256.Create(0xFFFF_0000u);
        nint ahead = count * 16;
        for (uint* end = pairs + count * 16; pairs < end; pairs += 16, target += 32)
        {
            Sse.Prefetch1(pairs + ahead);
            Vector256<uint> first = Vector256.Load(pairs), second = Vector256.Load(pairs + 8);
            (first << 16).AsSingle().Store(target);
            (second << 16).AsSingle().Store(target + 8);
            (first & upper).AsSingle().Store(target + 16);
            (second & upper).AsSingle().Store(target + 24);
        }
    }

    internal static void BFloat16PairsScalar(uint* pairs, nint count, float* target)
    {
        for (nint i = 0; i < count; i++)
        {
            for (int j = 0; j < 16; j++)
            {
                target[i * 32 + j] = BitConverter.UInt32BitsToSingle(pairs[i * 16 + j] << 16);
                target[i * 32 + 16 + j] = BitConverter.UInt32BitsToSingle(pairs[i * 16 + j] & 0xFFFF_0000);
            }
        }
    }

    /// <param name="words">[⌈count/2⌉][16] words: (k, j), (k + 1, j), (k, j + 16), (k + 1, j + 16).</param>
    [MethodImpl(Leaf)]
    public static void E4M3Pairs(uint* words, nint count, float* target)
    {
        if (!SimdLevel.Has256)
        {
            E4M3PairsScalar(words, count, target);
            return;
        }

        Vector256<uint> low = Vector256.Create(0xFFu);
        for (; count >= 2; count -= 2, words += 16, target += 64)
        {
            for (int half = 0; half < 16; half += 8)
            {
                Vector256<uint> word = Vector256.Load(words + half);
                E4M3.ToSingle(word & low).Store(target + half);
                E4M3.ToSingle((word >> 16) & low).Store(target + half + 16);
                E4M3.ToSingle((word >> 8) & low).Store(target + half + 32);
                E4M3.ToSingle(word >> 24).Store(target + half + 48);
            }
        }

        E4M3PairsScalar(words, count, target);
    }

    internal static void E4M3PairsScalar(uint* words, nint count, float* target)
    {
        byte* bytes = (byte*)words;
        for (nint i = 0; i < count; i++)
        {
            for (int j = 0; j < 32; j++) target[i * 32 + j] = E4M3.ToSingle(bytes[i / 2 * 64 + j % 16 * 4 + j / 16 * 2 + i % 2]);
        }
    }

    /// <param name="words">[count/8][32] words of 8 nibbles, ascending along k, code + 8.</param>
    [MethodImpl(Leaf)]
    public static void Nibbles(uint* words, nint count, float* target)
    {
        if (!SimdLevel.Has256)
        {
            NibblesScalar(words, count, target);
            return;
        }

        Vector256<uint> low = Vector256.Create(15u);
        Vector256<int> offset = Vector256.Create(8);
        nint ahead = count * 4;
        for (; count > 0; count -= 8, words += 32, target += 256)
        {
            Sse.Prefetch1(words + ahead);
            Sse.Prefetch1(words + ahead + 16);
            for (int lane = 0; lane < 32; lane += 8)
            {
                Vector256<uint> word = Vector256.Load(words + lane);
                for (int i = 0; i < 8; i++, word >>= 4)
                {
                    Avx.ConvertToVector256Single((word & low).AsInt32() - offset).Store(target + i * 32 + lane);
                }
            }
        }
    }

    internal static void NibblesScalar(uint* words, nint count, float* target)
    {
        for (nint i = 0; i < count; i++)
        {
            for (int j = 0; j < 32; j++) target[i * 32 + j] = (int)(words[i / 8 * 32 + j] >> (int)(i % 8 * 4) & 15) - 8;
        }
    }

    /// <param name="codes">[⌈count/4⌉][32][4].</param>
    [MethodImpl(Leaf)]
    public static void Bytes(sbyte* codes, nint count, float* target)
    {
        if (!SimdLevel.Has256)
        {
            BytesScalar(codes, count, target);
            return;
        }

        nint ahead = count * 32;
        for (; count >= 4; count -= 4, codes += 128, target += 128)
        {
            Sse.Prefetch1(codes + ahead);
            Sse.Prefetch1(codes + ahead + 64);
            for (int lane = 0; lane < 32; lane += 8)
            {
                Vector256<int> word = Vector256.Load((int*)codes + lane);
                Avx.ConvertToVector256Single((word << 24) >> 24).Store(target + lane);
                Avx.ConvertToVector256Single((word << 16) >> 24).Store(target + 32 + lane);
                Avx.ConvertToVector256Single((word << 8) >> 24).Store(target + 64 + lane);
                Avx.ConvertToVector256Single(word >> 24).Store(target + 96 + lane);
            }
        }

        BytesScalar(codes, count, target);
    }

    internal static void BytesScalar(sbyte* codes, nint count, float* target)
    {
        for (nint i = 0; i < count; i++)
        {
            for (int j = 0; j < 32; j++) target[i * 32 + j] = codes[(i / 4 * 32 + j) * 4 + i % 4];
        }
    }

    /// <summary>Codes widened to 16 bits for the integer kernel: for each four inputs the pairs (k, k + 2) of 32 channels, then the
    /// pairs (k + 1, k + 3).</summary>
    /// <param name="codes">[steps][32][4].</param>
    /// <param name="target">[steps][2][32] pairs.</param>
    [MethodImpl(Leaf)]
    public static void WidenBytes(sbyte* codes, nint steps, short* target)
    {
        if (!SimdLevel.Has256)
        {
            WidenBytesScalar(codes, steps, target);
            return;
        }

        nint ahead = steps * 128;
        for (; steps > 0; steps--, codes += 128, target += 128)
        {
            Sse.Prefetch1(codes + ahead);
            Sse.Prefetch1(codes + ahead + 64);
            for (int lane = 0; lane < 64; lane += 16)
            {
                Vector256<short> word = Vector256.Load((short*)codes + lane);
                ((word << 8) >> 8).Store(target + lane);
                (word >> 8).Store(target + 64 + lane);
            }
        }
    }

    internal static void WidenBytesScalar(sbyte* codes, nint steps, short* target)
    {
        for (nint step = 0; step < steps; step++)
        {
            for (int j = 0; j < 128; j++) target[step * 128 + j % 2 * 64 + j / 2] = codes[step * 128 + j];
        }
    }

    /// <summary>The sum of each channel's codes.</summary>
    /// <param name="codes">[steps][32][4].</param>
    public static void SumBytes(sbyte* codes, nint steps, int* sums)
    {
        new Span<int>(sums, 32).Clear();
        for (nint step = 0; step < steps; step++)
        {
            for (int j = 0; j < 32; j++, codes += 4) sums[j] += codes[0] + codes[1] + codes[2] + codes[3];
        }
    }
}
