using System.Buffers;
using System.Runtime.InteropServices;
using ModelGate.Models.Formats;
using ModelGate.Numerics;

namespace ModelGate.Models.Checkpoints;

/// <summary>Rows of a stored weight as FP32: the definition of what the formats mean, for comparisons, not for speed.</summary>
public static unsafe class LinearRows
{
    extension(LinearWeights weights)
    {
        /// <summary>w[row, k] = code · scale, or the stored value where it is unquantized.</summary>
        /// <param name="row">Below N.</param>
        /// <param name="values">(K).</param>
        public void ReadRow(int row, Span<float> values)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(row);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, weights.Rows);
            ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, weights.Columns);
            switch (weights)
            {
                case LinearWeights.Dense dense:
                    dense.Weight.CopySingles((long)row * values.Length, values);
                    break;
                case LinearWeights.Int8 int8:
                    var signed = new ReadOnlySpan<sbyte>(int8.Codes.Data + ((long)row * values.Length), values.Length);
                    for (int k = 0; k < values.Length; k++) values[k] = signed[k];
                    Scale(values, int8.Scale, row, values.Length);
                    break;
                case LinearWeights.Fp8 fp8:
                    var codes = new ReadOnlySpan<byte>(fp8.Codes.Data + ((long)row * values.Length), values.Length);
                    for (int k = 0; k < values.Length; k++) values[k] = E4M3.ToSingle(codes[k]);
                    Scale(values, fp8.Scale, row, values.Length);
                    break;
                case LinearWeights.Int4 int4:
                    Unpack(int4.Words, bits: 4, row, values);
                    Scale(values, int4.Scale, row, int4.GroupSize);
                    break;
                case LinearWeights.Int8WeightOnly int8:
                    Unpack(int8.Words, bits: 8, row, values);
                    Scale(values, int8.Scale, row, int8.GroupSize);
                    break;
                default:
                    throw new NotSupportedException($"{weights.GetType().Name} has no definition.");
            }
        }
    }

    private static void Unpack(TensorView words, int bits, int row, Span<float> values)
    {
        int wordCount = PackedCodes.WordCount(values.Length, bits);
        uint[] rowWords = ArrayPool<uint>.Shared.Rent(wordCount);
        sbyte[] codes = ArrayPool<sbyte>.Shared.Rent(values.Length);

        // Copied first: the file's words may be unaligned.
        Span<uint> used = rowWords.AsSpan(0, wordCount);
        new ReadOnlySpan<byte>(
            words.Data + ((long)row * wordCount * sizeof(uint)), wordCount * sizeof(uint)).CopyTo(MemoryMarshal.AsBytes(used));
        PackedCodes.Unpack(used, bits, codes.AsSpan(0, values.Length));
        for (int k = 0; k < values.Length; k++) values[k] = codes[k];
        ArrayPool<uint>.Shared.Return(rowWords);
        ArrayPool<sbyte>.Shared.Return(codes);
    }

    /// <param name="scales">[N, K/group size], or one for the whole tensor.</param>
    private static void Scale(Span<float> values, TensorView scales, int row, int groupSize)
    {
        int groups = values.Length / groupSize;
        Span<float> scale = stackalloc float[1];
        for (int group = 0; group < groups; group++)
        {
            scales.CopySingles(scales.ElementCount == 1 ? 0 : ((long)row * groups) + group, scale);
            foreach (ref float value in values.Slice(group * groupSize, groupSize)) value *= scale[0];
        }
    }
}
