using ModelGate.Numerics.Kernels;
using ModelGate.Testing;

namespace ModelGate.Numerics.Tests.Kernels;

/// <summary>GPTQ's two matrix sums against their definitions, bit for bit.</summary>
public sealed unsafe class MatrixSumTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 13)]
    [InlineData(300, 70)]
    [InlineData(513, 96)]
    public void SymmetricRankUpdate_any_shape_and_threads_gives_the_bits_of_the_definition(int tokens, int k)
    {
        float[] x = SeededNumbers.Floats(tokens * k, 1);
        float[] expected = new float[k * k];
        for (int call = 0; call < 2; call++)
        {
            for (int i = 0; i < k; i++)
            {
                for (int j = 0; j < k; j++) expected[i * k + j] = Added(expected[i * k + j], i, j);
            }
        }

        for (int threads = 1; threads <= 3; threads++)
        {
            using var pool = new WorkerPool(threads);
            using GuardedMemory input = GuardedMemory.Of<float>(x);
            using GuardedMemory h = GuardedMemory.Of<float>(new float[k * k]);
            for (int call = 0; call < 2; call++) SymmetricRankUpdate.Accumulate((float*)input.Data, tokens, k, (float*)h.Data, pool);
            SymmetricRankUpdate.Complete((float*)h.Data, k, pool);
            Bits.AssertEqual(expected, new ReadOnlySpan<float>(h.Data, k * k));
        }

        float Added(float sum, int i, int j)
        {
            for (int start = 0; start < tokens; start += SymmetricRankUpdate.TokenBlock)
            {
                float chain = 0;
                for (int t = start; t < Math.Min(tokens, start + SymmetricRankUpdate.TokenBlock); t++)
                {
                    chain = MathF.FusedMultiplyAdd(x[t * k + i], x[t * k + j], chain);
                }

                sum = MathF.FusedMultiplyAdd(2f, chain, sum);
            }

            return sum;
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(13, 33, 5)]
    [InlineData(70, 64, 128)]
    public void MatrixUpdate_any_shape_gives_the_bits_of_the_definition(int m, int n, int k)
    {
        const int Slack = 3;
        float[] a = SeededNumbers.Floats(m * (k + Slack), 1);
        float[] b = SeededNumbers.Floats(k * (n + Slack), 2);
        float[] c = SeededNumbers.Floats(m * (n + Slack), 3);
        float[] expected = [.. c];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                float chain = 0;
                for (int p = 0; p < k; p++) chain = MathF.FusedMultiplyAdd(a[i * (k + Slack) + p], b[p * (n + Slack) + j], chain);
                expected[i * (n + Slack) + j] -= chain;
            }
        }

        for (int threads = 1; threads <= 3; threads++)
        {
            using var pool = new WorkerPool(threads);
            float[] actual = [.. c];
            fixed (float* left = a, right = b, target = actual)
            {
                MatrixUpdate.Subtract(left, k + Slack, right, n + Slack, target, n + Slack, m, n, k, pool);
            }

            Bits.AssertEqual(expected, actual);
        }
    }
}
