using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ModelGate.Numerics;

namespace ModelGate.Models.Checkpoints;

/// <summary>Searches a tensor's values; reads it once, holds nothing.</summary>
public static unsafe class TensorScan
{
    private const int PieceBytes = 1 << 20;

    /// <summary>
    /// Index of the first NaN or infinity (FP8 codes: NaN, the only one there is), or −1. Integers always give −1.
    /// </summary>
    public static long FirstNotFinite(TensorView tensor)
    {
        int size = tensor.Type.SizeInBytes;
        long byteCount = tensor.ByteCount;
        for (long done = 0; done < byteCount; done += PieceBytes)
        {
            var piece = new ReadOnlySpan<byte>(tensor.Data + done, (int)Math.Min(PieceBytes, byteCount - done));
            int found = tensor.Type switch
            {
                DType.BF16 => FirstWithAllBits<ushort>(MemoryMarshal.Cast<byte, ushort>(piece), 0x7F80),
                DType.F16 => FirstWithAllBits<ushort>(MemoryMarshal.Cast<byte, ushort>(piece), 0x7C00),
                DType.F32 => FirstWithAllBits<uint>(MemoryMarshal.Cast<byte, uint>(piece), 0x7F80_0000),
                DType.F8E4M3 => FirstWithAllBits<byte>(piece, 0x7F),
                _ => -1,
            };
            if (found >= 0) return (done / size) + found;
        }

        return -1;
    }

    /// <summary>Index of the first value that is not above 0 and finite, or −1; for scales.</summary>
    public static long FirstNotPositive(TensorView tensor)
    {
        Span<float> values = stackalloc float[256];
        long count = tensor.ElementCount;
        for (long done = 0; done < count; done += values.Length)
        {
            Span<float> piece = values[..(int)Math.Min(values.Length, count - done)];
            tensor.CopySingles(done, piece);
            for (int i = 0; i < piece.Length; i++)
            {
                if (!(piece[i] > 0 && float.IsFinite(piece[i]))) return done + i;
            }
        }

        return -1;
    }

    /// <summary>First element that has all bits of <paramref name="mask"/>, which are the exponent's: NaN or infinity.</summary>
    private static int FirstWithAllBits<T>(ReadOnlySpan<T> values, T mask)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        ref T first = ref MemoryMarshal.GetReference(values);
        int i = 0;
        var masks = Vector256.Create(mask);
        for (; i <= values.Length - Vector256<T>.Count; i += Vector256<T>.Count)
        {
            Vector256<T> vector = Vector256.LoadUnsafe(ref first, (nuint)i);
            if (Vector256.EqualsAny(vector & masks, masks)) break;
        }

        for (; i < values.Length; i++)
        {
            if ((Unsafe.Add(ref first, i) & mask) == mask) return i;
        }

        return -1;
    }
}
