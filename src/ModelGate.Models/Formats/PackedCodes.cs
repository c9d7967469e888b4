namespace ModelGate.Models.Formats;

/// <summary>
/// Signed codes of 2, 4 or 8 bits in int32 words, as compressed-tensors' <c>pack-quantized</c> stores them: code c of a row is stored
/// as c + 2^(bits−1) in bits [i·bits, i·bits + bits) of the row's bit string, least significant bit of word 0 first. Bits past the last
/// code are 0 (<c>compressors/pack_quantized/helpers.py</c>).
/// </summary>
public static class PackedCodes
{
    /// <summary>Words of a row: ⌈columns·bits/32⌉.</summary>
    public static int WordCount(int columns, int bits) => checked((int)((((long)columns * bits) + 31) / 32));

    /// <param name="codes">(K), each in [−2^(bits−1), 2^(bits−1) − 1].</param>
    /// <param name="words">(⌈K·bits/32⌉).</param>
    public static void Pack(ReadOnlySpan<sbyte> codes, int bits, Span<uint> words)
    {
        DemandSizes(codes.Length, bits, words.Length);
        words.Clear();
        int perWord = 32 / bits, offset = 1 << (bits - 1);
        for (int i = 0; i < codes.Length; i++)
        {
            int stored = codes[i] + offset;
            if (stored < 0 || stored >= 2 * offset)
                throw new ArgumentOutOfRangeException(nameof(codes), codes[i], $"A code of {bits} bits is expected.");
            words[i / perWord] |= (uint)stored << (bits * (i % perWord));
        }
    }

    /// <param name="words">(⌈K·bits/32⌉).</param>
    /// <param name="codes">(K).</param>
    public static void Unpack(ReadOnlySpan<uint> words, int bits, Span<sbyte> codes)
    {
        DemandSizes(codes.Length, bits, words.Length);
        int perWord = 32 / bits, offset = 1 << (bits - 1);
        uint mask = (1u << bits) - 1;
        for (int i = 0; i < codes.Length; i++)
            codes[i] = (sbyte)((int)((words[i / perWord] >> (bits * (i % perWord))) & mask) - offset);
    }

    private static void DemandSizes(int columns, int bits, int words)
    {
        if (bits is not (2 or 4 or 8)) throw new ArgumentOutOfRangeException(nameof(bits), bits, "2, 4 or 8 bits are expected.");
        ArgumentOutOfRangeException.ThrowIfNotEqual(words, WordCount(columns, bits), nameof(words));
    }
}
