using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ModelGate.Numerics;

namespace ModelGate.Quantization.Hessians;

/// <summary>S += Xᵀ·X in FP32 on the upper triangle: what a Hessian gathers from the inputs of a layer.</summary>
/// <remarks>
/// Each element sums its chunk's tokens in order with fused multiply-adds, starting at zero, and is then added to what was there. So the
/// result depends on how the tokens were cut into calls, and never on threads or vector width.
/// </remarks>
internal static unsafe class RankUpdate
{
    /// <summary>Tokens in one chain of sums: short chains keep FP32 accurate over millions of tokens.</summary>
    public const int TokensPerChunk = 512;

    private const int TileRows = 4;
    private const int TileColumns = 32;

    /// <param name="x">(tokens × width) inputs, row-major.</param>
    /// <param name="sums">(width × width), only elements on and right of the diagonal are right afterwards.</param>
    public static void Accumulate(float* x, int tokens, int width, float* sums, WorkerPool pool)
    {
        for (int first = 0; first < tokens; first += TokensPerChunk)
        {
            float* chunk = x + ((nint)first * width);
            int count = Math.Min(TokensPerChunk, tokens - first);
            int strips = (width + TileRows - 1) / TileRows;
            pool.Run(strips, (strip, _) =>
            {
                int top = strip * TileRows;
                int left = top;
                if (top + TileRows <= width)
                {
                    for (; left + TileColumns <= width; left += TileColumns) Tile(chunk, count, width, sums, top, left);
                }

                Edge(chunk, count, width, sums, top, left);
            });
        }
    }

    /// <summary>The definition, for the columns that no tile covers.</summary>
    internal static void Edge(float* x, int tokens, int width, float* sums, int top, int left)
    {
        for (int i = top; i < Math.Min(top + TileRows, width); i++)
        {
            for (int j = left; j < width; j++)
            {
                float sum = 0;
                for (int t = 0; t < tokens; t++) sum = MathF.FusedMultiplyAdd(x[((nint)t * width) + i], x[((nint)t * width) + j], sum);
                sums[((nint)i * width) + j] += sum;
            }
        }
    }

    /// <summary>4 rows × 32 columns of sums in eight vectors; lanes are neighbouring columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Tile(float* x, int tokens, int width, float* sums, int top, int left)
    {
        Vector512<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        float* rows = x + top;
        float* columns = x + left;
        for (int t = 0; t < tokens; t++, rows += width, columns += width)
        {
            Vector512<float> v0 = Vector512.Load(columns);
            Vector512<float> v1 = Vector512.Load(columns + 16);
            Vector512<float> r = Vector512.Create(rows[0]);
            a0 = Vector512.FusedMultiplyAdd(r, v0, a0);
            a1 = Vector512.FusedMultiplyAdd(r, v1, a1);
            r = Vector512.Create(rows[1]);
            b0 = Vector512.FusedMultiplyAdd(r, v0, b0);
            b1 = Vector512.FusedMultiplyAdd(r, v1, b1);
            r = Vector512.Create(rows[2]);
            c0 = Vector512.FusedMultiplyAdd(r, v0, c0);
            c1 = Vector512.FusedMultiplyAdd(r, v1, c1);
            r = Vector512.Create(rows[3]);
            d0 = Vector512.FusedMultiplyAdd(r, v0, d0);
            d1 = Vector512.FusedMultiplyAdd(r, v1, d1);
        }

        float* sum = sums + ((nint)top * width) + left;
        Add(sum, a0, a1);
        Add(sum + width, b0, b1);
        Add(sum + (2 * (nint)width), c0, c1);
        Add(sum + (3 * (nint)width), d0, d1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* sum, Vector512<float> low, Vector512<float> high)
    {
        (Vector512.Load(sum) + low).Store(sum);
        (Vector512.Load(sum + 16) + high).Store(sum + 16);
    }
}
