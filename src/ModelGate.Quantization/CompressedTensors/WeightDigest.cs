using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ModelGate.Models.Formats;
using ModelGate.Numerics;

namespace ModelGate.Quantization.CompressedTensors;

/// <summary>SHA-256 over codes (one byte each) and scales (BF16 bits), row by row: of what was meant, and of what a file holds.</summary>
internal static class WeightDigest
{
    public static string Of(QuantizedMatrix matrix)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> scales = new byte[2 * matrix.ScalesPerRow];
        for (int row = 0; row < matrix.Rows; row++)
        {
            hash.AppendData(matrix.CodesOf(row));
            ReadOnlySpan<float> values = matrix.ScalesOf(row);
            for (int i = 0; i < values.Length; i++)
                BinaryPrimitives.WriteUInt16LittleEndian(scales[(2 * i)..], BFloat16.FromSingle(values[i]));
            hash.AppendData(scales);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Of the layer <paramref name="module"/> in a checkpoint, decoded by its tensors' types.</summary>
    /// <returns>Null where the layer's tensors are not those of a quantized weight.</returns>
    public static unsafe string? Of(IReadOnlyDictionary<string, TensorView> tensors, string module)
    {
        bool packed = tensors.TryGetValue($"{module}.weight_packed", out TensorView weight);
        if (!packed && !tensors.TryGetValue($"{module}.weight", out weight)) return null;
        if (weight.Rank != 2 || !tensors.TryGetValue($"{module}.weight_scale", out TensorView scale) || scale.Rank != 2) return null;
        if (weight.Type is not (DType.I8 or DType.F8E4M3 or DType.I32) || scale.Type != DType.BF16) return null;

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int stride = checked((int)(weight.Shape[1] * weight.Type.SizeInBytes));
        int scaleStride = checked((int)scale.Shape[1] * sizeof(ushort));
        sbyte[] codes = new sbyte[packed ? 2 * stride : 0];
        uint[] words = new uint[packed ? stride / sizeof(uint) : 0];
        for (long row = 0; row < weight.Shape[0]; row++)
        {
            ReadOnlySpan<byte> stored = new(weight.Data + ((nint)row * stride), stride);
            if (packed)
            {
                stored.CopyTo(MemoryMarshal.AsBytes(words.AsSpan()));
                PackedCodes.Unpack(words, 4, codes);
                stored = MemoryMarshal.AsBytes(codes.AsSpan());
            }

            hash.AppendData(stored);
            hash.AppendData(new ReadOnlySpan<byte>(scale.Data + ((nint)row * scaleStride), scaleStride));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
