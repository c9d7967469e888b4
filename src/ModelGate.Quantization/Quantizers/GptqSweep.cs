using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ModelGate.Numerics;

namespace ModelGate.Quantization.Quantizers;

/// <summary>
/// The sweep of GPTQ over the columns of a weight, 128 at a time so that the columns behind them are touched once a block.
/// </summary>
/// <param name="weight">(N × K) original weights.</param>
/// <param name="matrix">Its scales are filled, its codes are the result.</param>
/// <param name="order">The column at each place of the sweep.</param>
/// <param name="upper">(K × K) U of <see cref="Hessians.DampedInverse"/>, in that order.</param>
internal sealed unsafe class GptqSweep(WeightMatrix weight, QuantizedMatrix matrix, int[] order, float* upper)
{
    private const int BlockColumns = 128;
    private const int TileRows = 4;

    /// <summary>Rows do not see each other: threads share tiles of them.</summary>
    public void Run(WorkerPool pool)
    {
        int columns = weight.Columns;
        using var scratch = NativeBuffer.OfFloats((long)pool.Threads * TileRows * (columns + BlockColumns));
        nint memory = (nint)scratch.Floats;
        pool.Run((weight.Rows + TileRows - 1) / TileRows, (tile, worker) =>
        {
            float* work = (float*)memory + ((nint)worker * TileRows * (columns + BlockColumns));
            int first = tile * TileRows;
            Sweep(work, work + (TileRows * columns), first, Math.Min(TileRows, weight.Rows - first));
        });
    }

    /// <param name="work">(4 × K) the rows in sweep order, updated as the sweep goes.</param>
    /// <param name="errors">(4 × 128) the block's rounding errors over U's diagonal.</param>
    private void Sweep(float* work, float* errors, int firstRow, int rows)
    {
        int columns = weight.Columns;
        for (int r = 0; r < TileRows; r++)
        {
            Span<float> row = new(work + ((nint)r * columns), columns);
            row.Clear();
            if (r >= rows) continue;
            ReadOnlySpan<float> source = weight.Row(firstRow + r);
            for (int place = 0; place < columns; place++) row[place] = source[order[place]];
        }

        new Span<float>(errors, TileRows * BlockColumns).Clear();
        for (int start = 0; start < columns; start += BlockColumns)
        {
            int end = Math.Min(start + BlockColumns, columns);
            for (int r = 0; r < rows; r++) RoundBlock(work + ((nint)r * columns), errors + (r * BlockColumns), firstRow + r, start, end);
            SpreadErrors(work, errors, start, end);
        }
    }

    /// <summary>Rounds the block's columns of one row, each after the errors of those before it were spread.</summary>
    private void RoundBlock(float* row, float* errors, int rowIndex, int start, int end)
    {
        NumberGrid grid = matrix.Grid;
        ReadOnlySpan<float> scales = matrix.ScalesOf(rowIndex);
        Span<byte> codes = matrix.CodesOf(rowIndex);
        for (int place = start; place < end; place++)
        {
            int column = order[place];
            float scale = scales[column / matrix.ColumnsPerScale];
            float value = grid.Nearest(row[place] / scale);
            codes[column] = grid.Encode(value);
            float* u = upper + ((nint)place * weight.Columns);
            float error = (row[place] - (value * scale)) / u[place];
            errors[place - start] = error;
            SubtractMultiple(row, u, error, place + 1, end);
        }
    }

    /// <summary>row[from … to) −= error · u[from … to).</summary>
    private static void SubtractMultiple(float* row, float* u, float error, int from, int to)
    {
        Vector512<float> minus = Vector512.Create(-error);
        int k = from;
        for (; k + Vector512<float>.Count <= to; k += Vector512<float>.Count)
            Vector512.FusedMultiplyAdd(minus, Vector512.Load(u + k), Vector512.Load(row + k)).Store(row + k);
        for (; k < to; k++) row[k] = MathF.FusedMultiplyAdd(-error, u[k], row[k]);
    }

    /// <summary>
    /// Subtracts the block's errors from all columns behind it: one chain of fused multiply-adds for each weight, in sweep order.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SpreadErrors(float* work, float* errors, int start, int end)
    {
        nint columns = weight.Columns;
        float* u = upper;
        float* w0 = work, w1 = work + columns, w2 = work + (2 * columns), w3 = work + (3 * columns);
        float* e1 = errors + BlockColumns, e2 = errors + (2 * BlockColumns), e3 = errors + (3 * BlockColumns);
        nint k = end;
        for (; k + Vector512<float>.Count <= columns; k += Vector512<float>.Count)
        {
            Vector512<float> a = Vector512.Load(w0 + k), b = Vector512.Load(w1 + k), c = Vector512.Load(w2 + k), d = Vector512.Load(w3 + k);
            for (int i = 0; i < end - start; i++)
            {
                Vector512<float> v = Vector512.Load(u + ((start + i) * columns) + k);
                a = Vector512.FusedMultiplyAdd(Vector512.Create(-errors[i]), v, a);
                b = Vector512.FusedMultiplyAdd(Vector512.Create(-e1[i]), v, b);
                c = Vector512.FusedMultiplyAdd(Vector512.Create(-e2[i]), v, c);
                d = Vector512.FusedMultiplyAdd(Vector512.Create(-e3[i]), v, d);
            }

            a.Store(w0 + k);
            b.Store(w1 + k);
            c.Store(w2 + k);
            d.Store(w3 + k);
        }

        for (; k < columns; k++)
        {
            for (int r = 0; r < TileRows; r++)
            {
                float value = work[(r * columns) + k];
                for (int i = 0; i < end - start; i++)
                    value = MathF.FusedMultiplyAdd(-errors[(r * BlockColumns) + i], u[((start + i) * columns) + k], value);
                work[(r * columns) + k] = value;
            }
        }
    }
}
