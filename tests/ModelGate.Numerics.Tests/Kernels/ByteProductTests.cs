using System.Runtime.Intrinsics;
using ModelGate.Numerics.Blocks;
using ModelGate.Numerics.Kernels;
using ModelGate.Testing;

namespace ModelGate.Numerics.Tests.Kernels;

/// <summary>The byte path of W8A8 on any processor, its one instruction replaced by the arithmetic that it stands for.</summary>
public sealed unsafe class ByteProductTests
{
    [Theory]
    [InlineData(33, 256)]
    [InlineData(64, 3)]
    [InlineData(70, 129)]
    public void Multiply_any_rows_gives_the_bits_of_the_integer_path(int n, int k)
    {
        byte[] codes = SeededNumbers.Bytes(n * k, 1);
        codes.AsSpan(0, k).Fill(0x80);
        float[] scales = SeededNumbers.Scales(n, 2);
        float[] x = SeededNumbers.Floats(48 * k, 3);
        x.AsSpan(0, k).Fill(7f);
        using var pool = new WorkerPool(2);
        using GuardedMemory source = GuardedMemory.Of<byte>(codes);
        using GuardedMemory sourceScales = GuardedMemory.Of<float>(scales);
        using var packed = new GuardedMemory(Int8Matrix.PackedBytes(n, k));
        Int8Matrix.Pack([new RowSource(source.Data, n, (float*)sourceScales.Data)], k, packed.Data, pool);
        long codeBytes = Int8Matrix.PackedBytes(n, k) - (n + 31) / 32 * 32 * 8;
        var panels = new IntegerPanels((sbyte*)packed.Data, (float*)(packed.Data + codeBytes), n, k);
        foreach (int m in (int[])[1, 2, 5, 6, 12, 13, 48])
        {
            float[] expected = new float[m * n];
            float[] actual = new float[m * n];
            short[] q = new short[m * TokenQuantizer.Int8Columns(k)];
            float[] tokenScales = new float[m];
            fixed (float* input = x, reference = expected, output = actual, tokens = tokenScales)
            fixed (short* quantized = q)
            {
                new Int8Matrix(packed.Data, n, k).Multiply(input, m, reference, n, pool);
                TokenQuantizer.ToInt8(input, m, k, quantized, tokens, pool);
                ByteProduct.Multiply<ArithmeticDot>(panels, quantized, tokens, m, output, n, pool);
            }

            Bits.AssertEqual(expected, actual);
        }
    }

    private readonly struct ArithmeticDot : IByteDot
    {
        public static Vector256<int> Add(Vector256<int> sum, Vector256<byte> x, Vector256<sbyte> w)
        {
            int* lanes = stackalloc int[8];
            sum.Store(lanes);
            for (int i = 0; i < 32; i++) lanes[i / 4] += x.GetElement(i) * w.GetElement(i);
            return Vector256.Load(lanes);
        }
    }
}
