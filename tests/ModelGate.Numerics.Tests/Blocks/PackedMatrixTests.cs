using ModelGate.Testing;

namespace ModelGate.Numerics.Tests.Blocks;

/// <summary>Every format against its definition: the same bits for any number of rows and threads, in memory without slack.</summary>
public sealed unsafe class PackedMatrixTests
{
    private const int MostRows = 200;
    private static readonly int[] RowCounts = [1, 2, 3, 4, 5, 7, 12, 13, 48, MostRows];

    /// <summary>Format, rows of the stacked sources, K, group size.</summary>
    public static TheoryData<string, int[], int, int> Shapes
    {
        get
        {
            var shapes = new TheoryData<string, int[], int, int>();
            foreach (string format in MatrixCase.Formats)
            {
                shapes.Add(format, [32], 256, 32);
                shapes.Add(format, [70, 1, 26], 128, 64);
                shapes.Add(format, [33], 384, 128);
                if (format is "int4") continue;
                shapes.Add(format, [1], 1, 1);
                shapes.Add(format, [31, 2], 3, 3);
                shapes.Add(format, [40], 77, 77);
                shapes.Add(format, [65], 130, 130);
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Multiply_any_rows_and_threads_gives_the_bits_of_the_definition(string format, int[] parts, int k, int groupSize)
    {
        using var packing = new WorkerPool(2);
        using MatrixCase made = MatrixCase.Create(format, parts, k, groupSize, seed: k + parts[0], packing);
        float[] x = SeededNumbers.Floats(MostRows * k, seed: 5);
        float[] expected = Expected(made, x, MostRows);
        for (int threads = 1; threads <= 3; threads++)
        {
            using var pool = new WorkerPool(threads);
            foreach (int m in RowCounts) AssertBits(expected, Multiply(made, x, m, pool, made.N), m, made.N);
        }
    }

    [Theory]
    [InlineData("f32", 4500)]
    [InlineData("bf16", 4500)]
    [InlineData("int8", 9001)]
    [InlineData("fp8", 4501)]
    [InlineData("int4", 4608)]
    [InlineData("int8-weight-only", 4608)]
    public void Multiply_wide_input_gives_the_bits_of_the_definition(string format, int k)
    {
        using var pool = new WorkerPool(2);
        using MatrixCase made = MatrixCase.Create(format, [33], k, 256, seed: 3, pool);
        float[] x = SeededNumbers.Floats(13 * k, seed: 6);
        float[] expected = Expected(made, x, 13);
        foreach (int m in (int[])[1, 4, 6, 13]) AssertBits(expected, Multiply(made, x, m, pool, made.N + 3), m, made.N);
    }

    [Theory]
    [InlineData("f32")]
    [InlineData("bf16")]
    [InlineData("int4")]
    [InlineData("int8-weight-only")]
    public void Multiply_against_double_is_within_the_bound_of_its_chain(string format)
    {
        const int K = 512;
        using var pool = new WorkerPool(1);
        using MatrixCase made = MatrixCase.Create(format, [48], K, 64, seed: 8, pool);
        float[] x = SeededNumbers.Floats(K, seed: 9);
        float[] y = Multiply(made, x, 1, pool, made.N);
        for (int row = 0; row < made.N; row++)
        {
            double sum = 0;
            double magnitude = 0;
            for (int i = 0; i < K; i++)
            {
                sum += x[i] * made.Weight(row, i);
                magnitude += Math.Abs(x[i] * made.Weight(row, i));
            }

            // Each of K fused steps, and each group's one, rounds a partial sum no larger than Σ|ab|, to first order.
            double bound = (K + K / 64) * Math.Pow(2, -24) * magnitude;
            Assert.InRange(y[row], sum - bound, sum + bound);
        }
    }

    [Theory]
    [MemberData(nameof(AllFormats))]
    public void Multiply_zero_input_gives_zero(string format)
    {
        using var pool = new WorkerPool(1);
        using MatrixCase made = MatrixCase.Create(format, [40], 64, 32, seed: 1, pool);
        Assert.All(Multiply(made, new float[5 * 64], 5, pool, made.N), value => Assert.Equal(0f, value));
    }

    [Theory]
    [MemberData(nameof(AllFormats))]
    public void Multiply_nan_or_infinite_input_spoils_its_own_row_only(string format)
    {
        using var pool = new WorkerPool(2);
        using MatrixCase made = MatrixCase.Create(format, [40], 64, 32, seed: 1, pool);
        float[] x = SeededNumbers.Floats(16 * 64, seed: 2);
        float[] clean = Multiply(made, x, 16, pool, made.N);
        x[3 * 64 + 17] = float.NaN;
        x[7 * 64] = float.PositiveInfinity;
        foreach (int m in (int[])[4, 16])
        {
            float[] y = Multiply(made, x, m, pool, made.N);
            for (int i = 0; i < m * made.N; i++)
            {
                if (i / made.N is 3) Assert.True(float.IsNaN(y[i]));
                else if (i / made.N is 7) Assert.False(float.IsFinite(y[i]));
                else Assert.Equal(BitConverter.SingleToInt32Bits(clean[i]), BitConverter.SingleToInt32Bits(y[i]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(AllFormats))]
    public void Multiply_no_rows_writes_nothing(string format)
    {
        using var pool = new WorkerPool(1);
        using MatrixCase made = MatrixCase.Create(format, [40], 64, 32, seed: 1, pool);
        made.Matrix.Multiply(null, 0, null, made.N, pool);
        Assert.Equal((40, 64), (made.Matrix.Rows, made.Matrix.Columns));
    }

    public static TheoryData<string> AllFormats => [.. MatrixCase.Formats];

    private static float[] Expected(MatrixCase made, float[] x, int m)
    {
        float[] expected = new float[m * made.N];
        for (int row = 0; row < m; row++)
        {
            float[] token = x.AsSpan(row * made.K, made.K).ToArray();
            for (int column = 0; column < made.N; column++) expected[row * made.N + column] = made.Define(token, column);
        }

        return expected;
    }

    /// <summary>Runs in guarded memory; the result is compacted to N columns. Padding between rows must stay untouched.</summary>
    private static float[] Multiply(MatrixCase made, float[] x, int m, WorkerPool pool, int yStride)
    {
        const float Untouched = 12345f;
        using GuardedMemory input = GuardedMemory.Of<float>(x.AsSpan(0, m * made.K));
        using var output = new GuardedMemory(((m - 1) * (long)yStride + made.N) * sizeof(float));
        float* y = (float*)output.Data;
        new Span<float>(y, (int)(output.ByteCount / sizeof(float))).Fill(Untouched);
        made.Matrix.Multiply((float*)input.Data, m, y, yStride, pool);
        float[] compact = new float[m * made.N];
        for (int row = 0; row < m; row++)
        {
            for (int i = 0; i < made.N; i++) compact[row * made.N + i] = y[row * yStride + i];
            for (int i = made.N; i < yStride && row + 1 < m; i++) Assert.Equal(Untouched, y[row * yStride + i]);
        }

        return compact;
    }

    private static void AssertBits(float[] expected, float[] actual, int m, int n)
    {
        for (int i = 0; i < m * n; i++)
        {
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i]))
            {
                Assert.Fail($"m {m}, row {i / n}, output {i % n}: expected {expected[i]:R}, got {actual[i]:R}.");
            }
        }
    }
}
