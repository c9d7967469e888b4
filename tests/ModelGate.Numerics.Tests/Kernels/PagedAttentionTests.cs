using ModelGate.Numerics.Kernels;
using ModelGate.Testing;

namespace ModelGate.Numerics.Tests.Kernels;

/// <summary>Attention gives one query the same bits whatever is computed beside it, and those of its definition.</summary>
public sealed unsafe class PagedAttentionTests
{
    [Theory]
    [InlineData(64, 4, 150)]
    [InlineData(32, 2, 90)]
    [InlineData(128, 1, 70)]
    [InlineData(80, 3, 40)]
    [InlineData(8, 1, 33)]
    [InlineData(24, 7, 20)]
    [InlineData(256, 2, 17)]
    [InlineData(10, 2, 18)]
    public void Run_prefill_decode_and_pieces_give_the_bits_of_the_definition(int dim, int heads, int positions)
    {
        using var cache = new Cache(dim, positions);
        float[] queries = SeededNumbers.Floats(positions * heads * dim, 11);
        float[] expected = Define(cache, queries, heads);
        Bits.AssertEqual(expected, Compute(cache, queries, heads, positions));
        Bits.AssertEqual(expected, Compute(cache, queries, heads, 1));
        Bits.AssertEqual(expected, Compute(cache, queries, heads, 7));
    }

    [Fact]
    public void Run_later_positions_are_nan_earlier_rows_do_not_see_them()
    {
        const int Dim = 64, Positions = 40;
        using var cache = new Cache(Dim, Positions);
        float[] queries = SeededNumbers.Floats(Positions * Dim, 11);
        float[] clean = Compute(cache, queries, 1, Positions);
        cache.Poison(21);
        float[] poisoned = Compute(cache, queries, 1, Positions);
        Bits.AssertEqual(clean.AsSpan(0, 21 * Dim), poisoned.AsSpan(0, 21 * Dim));
        Assert.All(poisoned[(21 * Dim)..], value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void Run_blocks_in_any_memory_order_give_the_same_bits()
    {
        using var cache = new Cache(64, 100);
        using var reversed = new Cache(64, 100, reverse: true);
        float[] queries = SeededNumbers.Floats(100 * 2 * 64, 11);
        Bits.AssertEqual(Compute(cache, queries, 2, 100), Compute(reversed, queries, 2, 100));
    }

    [Fact]
    public void Run_against_double_is_within_the_bound_of_its_sums()
    {
        const int Dim = 64, Positions = 100;
        using var cache = new Cache(Dim, Positions);
        float[] queries = SeededNumbers.Floats(Positions * Dim, 11, 0.3f);
        float[] outputs = Compute(cache, queries, 1, Positions);
        double u = Math.Pow(2, -24);
        for (int row = 0; row < Positions; row++)
        {
            double[] scores = new double[row + 1];
            double scoreError = 0;
            for (int p = 0; p <= row; p++)
            {
                double magnitude = 0;
                for (int d = 0; d < Dim; d++)
                {
                    scores[p] += (double)queries[row * Dim + d] * cache.Keys[p * Dim + d] * Cache.Scale;
                    magnitude += Math.Abs((double)queries[row * Dim + d] * cache.Keys[p * Dim + d] * Cache.Scale);
                }

                scoreError = Math.Max(scoreError, (Dim + 3) * u * magnitude);
            }

            double maximum = scores.Max();
            for (int p = 0; p <= row; p++) scores[p] -= maximum;
            double sum = scores.Sum(Math.Exp);
            for (int d = 0; d < Dim; d++)
            {
                double expected = 0;
                double magnitude = 0;
                double values = 0;
                for (int p = 0; p <= row; p++)
                {
                    double term = Math.Exp(scores[p]) / sum * cache.Values[p * Dim + d];
                    expected += term;
                    magnitude += Math.Abs(term);
                    values += Math.Abs(cache.Values[p * Dim + d]);
                }

                // A score's absolute error is its weight's relative one, in numerator and denominator; the exponential adds 3e-7 to
                // each, the sums (row + 1) and (row / 16 + 5) steps, the inverse and the product one each. A weight below the smallest
                // normal number counts as 0.
                double bound = magnitude * (2 * (scoreError + 3e-7) + (row + 1 + row / 16 + 8) * u) + values * Math.Pow(2, -126);
                Assert.InRange(outputs[row * Dim + d], expected - bound, expected + bound);
            }
        }
    }

    private static float[] Define(Cache cache, float[] queries, int heads)
    {
        float[] expected = new float[queries.Length];
        float[] scores = new float[cache.Positions];
        fixed (float* q = queries, y = expected, s = scores)
        {
            for (int i = 0; i < cache.Positions * heads; i++)
            {
                PagedAttention.RunScalar(q + i * cache.Dim, y + i * cache.Dim, cache.Blocks, i / heads + 1, cache.Dim, Cache.Scale, s);
            }
        }

        return expected;
    }

    private static float[] Compute(Cache cache, float[] queries, int heads, int rowsAtOnce)
    {
        int stride = heads * cache.Dim;
        using GuardedMemory input = GuardedMemory.Of<float>(queries);
        using var output = new GuardedMemory(queries.Length * sizeof(float));
        for (int first = 0; first < cache.Positions; first += rowsAtOnce)
        {
            int rows = Math.Min(rowsAtOnce, cache.Positions - first);
            using var scratch = new GuardedMemory(PagedAttention.ScratchFloats(first + rows) * sizeof(float));
            var run = new AttentionRun
            {
                Queries = (float*)input.Data + first * stride,
                QueryStride = stride,
                Outputs = (float*)output.Data + first * stride,
                OutputStride = stride,
                Blocks = cache.Blocks,
                Heads = heads,
                HeadDim = cache.Dim,
                FirstPosition = first,
                Rows = rows,
                Scale = Cache.Scale,
            };
            PagedAttention.Run(run, (float*)scratch.Data);
        }

        return new Span<float>(output.Data, queries.Length).ToArray();
    }

    /// <summary>Keys and values of a sequence in guarded blocks; unwritten places hold NaN.</summary>
    private sealed class Cache : IDisposable
    {
        public const float Scale = 0.25f;

        private readonly GuardedMemory memory;
        private readonly GuardedMemory table;

        public Cache(int dim, int positions, bool reverse = false)
        {
            (Dim, Positions) = (dim, positions);
            int blocks = (positions + KeyValueBlock.Positions - 1) / KeyValueBlock.Positions;
            memory = new GuardedMemory((long)blocks * KeyValueBlock.Floats(dim) * sizeof(float));
            new Span<float>(memory.Data, blocks * KeyValueBlock.Floats(dim)).Fill(float.NaN);
            table = new GuardedMemory(blocks * sizeof(float*));
            for (int i = 0; i < blocks; i++)
            {
                Blocks[i] = (float*)memory.Data + (nint)(reverse ? blocks - 1 - i : i) * KeyValueBlock.Floats(dim);
            }

            Keys = SeededNumbers.Floats(positions * dim, 1, 0.5f);
            Values = SeededNumbers.Floats(positions * dim, 2);
            for (int p = 0; p < positions; p++) Write(p);
        }

        public int Dim { get; }

        public int Positions { get; }

        public float[] Keys { get; }

        public float[] Values { get; }

        public float** Blocks => (float**)table.Data;

        public void Poison(int position)
        {
            Keys.AsSpan(position * Dim, Dim).Fill(float.NaN);
            Values.AsSpan(position * Dim, Dim).Fill(float.NaN);
            Write(position);
        }

        public void Dispose()
        {
            memory.Dispose();
            table.Dispose();
        }

        private void Write(int position)
        {
            fixed (float* key = Keys, value = Values)
            {
                (int block, int slot) = Math.DivRem(position, KeyValueBlock.Positions);
                KeyValueBlock.Write(Blocks[block], slot, key + position * Dim, value + position * Dim, Dim);
            }
        }
    }
}
