namespace ModelGate.Numerics.Kernels;

/// <summary>
/// One block of the paged key/value cache: 16 positions of one layer and key/value head.
/// </summary>
/// <remarks>Layout: keys transposed [dim][16], so that scores of neighbouring positions are lanes; then values [16][dim]; FP32.</remarks>
public static unsafe class KeyValueBlock
{
    /// <summary>Positions in a block.</summary>
    public const int Positions = 16;

    /// <summary>Floats in a block.</summary>
    public static int Floats(int headDim) => 2 * Positions * headDim;

    /// <summary>Writes one position.</summary>
    /// <param name="slot">Position modulo 16.</param>
    /// <param name="key">(dim).</param>
    /// <param name="value">(dim).</param>
    public static void Write(float* block, int slot, float* key, float* value, int headDim)
    {
        for (nint d = 0; d < headDim; d++) block[d * Positions + slot] = key[d];
        new ReadOnlySpan<float>(value, headDim).CopyTo(new Span<float>(block + (Positions + slot) * (nint)headDim, headDim));
    }

    /// <summary>The value vector of a position.</summary>
    internal static float* Value(float** blocks, nint position, nint headDim) =>
        blocks[position / Positions] + (Positions + position % Positions) * headDim;

    /// <summary>The end of the positions that share a block with <paramref name="position"/>, at most <paramref name="end"/>.</summary>
    internal static nint End(nint position, nint end) => Math.Min(end, (position / Positions + 1) * Positions);
}
