namespace ModelGate.Numerics.Kernels;

/// <summary>
/// One block of the paged key/value cache: 16 positions of one layer and key/value head.
/// </summary>
/// <remarks>Layout: keys transposed [dim][16], then values [16][dim], FP32.</remarks>
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
        for (int d = 0; d < headDim; d++) block[d * Positions + slot] = key[d];
        float* row = block + (Positions + slot) * headDim;
        for (int d = 0; d < headDim; d++) row[d] = value[d];
    }
}
