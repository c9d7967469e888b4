namespace ModelGate.Numerics.Kernels;

/// <summary>Packed weights of one panel to FP32: [count][32] floats, channels side by side. All exact.</summary>
internal static unsafe class PanelUnpacker
{
    /// <param name="pairs">[count][16]: channel j low, channel j + 16 high.</param>
    public static void BFloat16Pairs(uint* pairs, nint count, float* target)
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

    /// <param name="words">[count/2][16] words: (k, j), (k + 1, j), (k, j + 16), (k + 1, j + 16).</param>
    public static void E4M3Pairs(uint* words, nint count, float* target)
    {
        byte* bytes = (byte*)words;
        for (nint i = 0; i < count; i++)
        {
            for (int j = 0; j < 32; j++) target[i * 32 + j] = E4M3.ToSingle(bytes[i / 2 * 64 + j % 16 * 4 + j / 16 * 2 + i % 2]);
        }
    }

    /// <param name="words">[count/8][32] words of 8 nibbles, ascending along k, code + 8.</param>
    public static void Nibbles(uint* words, nint count, float* target)
    {
        for (nint i = 0; i < count; i++)
        {
            for (int j = 0; j < 32; j++) target[i * 32 + j] = (int)(words[i / 8 * 32 + j] >> (int)(i % 8 * 4) & 15) - 8;
        }
    }

    /// <param name="codes">[count/4][32][4].</param>
    public static void Bytes(sbyte* codes, nint count, float* target)
    {
        for (nint i = 0; i < count; i++)
        {
            for (int j = 0; j < 32; j++) target[i * 32 + j] = codes[(i / 4 * 32 + j) * 4 + i % 4];
        }
    }

    /// <summary>The sum of each channel's codes.</summary>
    /// <param name="codes">[steps][32][4].</param>
    public static void SumBytes(sbyte* codes, nint steps, int* sums)
    {
        new Span<int>(sums, 32).Clear();
        for (nint step = 0; step < steps; step++)
        {
            for (int j = 0; j < 128; j++) sums[j / 4] += codes[step * 128 + j];
        }
    }
}
