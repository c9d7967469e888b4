using ModelGate.Models.Formats;
using ModelGate.Numerics;
using ModelGate.Numerics.Blocks;

namespace ModelGate.Quantization.Passes;

/// <summary>A matrix that a decoder layer multiplies with, packed in memory of its own.</summary>
internal sealed unsafe class LayerMatrix : IDisposable
{
    private readonly NativeBuffer memory;

    private LayerMatrix(NativeBuffer memory, PackedMatrix matrix) => (this.memory, Matrix) = (memory, matrix);

    public PackedMatrix Matrix { get; }

    /// <summary>FP32 weights, stacked.</summary>
    public static LayerMatrix Of(IReadOnlyList<WeightMatrix> weights, WorkerPool pool)
    {
        int columns = weights[0].Columns;
        RowSource[] sources = [.. weights.Select(weight => new RowSource(weight.Data, weight.Rows))];
        int rows = RowSource.TotalRows(sources);
        var memory = new NativeBuffer(F32Matrix.PackedBytes(rows, columns));
        F32Matrix.Pack(sources, columns, memory.Data, pool);
        return new LayerMatrix(memory, new F32Matrix(memory.Data, rows, columns));
    }

    /// <summary>Quantized weights of one format, stacked; multiplying also quantizes the activations where the format does.</summary>
    public static LayerMatrix Of(IReadOnlyList<QuantizedMatrix> weights, WorkerPool pool)
    {
        QuantizedMatrix first = weights[0];
        int rows = weights.Sum(weight => weight.Rows), columns = first.Columns;
        switch (first.Grid)
        {
            case NumberGrid.SignedInteger { Bits: 4 }:
                return OfNibbles(weights, rows, columns, first.ColumnsPerScale, pool);
            case NumberGrid.SignedInteger:
                var int8 = new NativeBuffer(Int8Matrix.PackedBytes(rows, columns));
                Int8Matrix.Pack(Sources(weights), columns, int8.Data, pool);
                return new LayerMatrix(int8, new Int8Matrix(int8.Data, rows, columns));
            case NumberGrid.E4M3:
                var fp8 = new NativeBuffer(Fp8Matrix.PackedBytes(rows, columns));
                Fp8Matrix.Pack(Sources(weights), columns, fp8.Data, pool);
                return new LayerMatrix(fp8, new Fp8Matrix(fp8.Data, rows, columns));
            default:
                throw new NotSupportedException($"No kernel for {first.Grid}.");
        }
    }

    public void Dispose() => memory.Dispose();

    private static RowSource[] Sources(IReadOnlyList<QuantizedMatrix> weights) =>
        [.. weights.Select(weight => new RowSource(weight.Codes, weight.Rows, weight.Scales))];

    private static LayerMatrix OfNibbles(IReadOnlyList<QuantizedMatrix> weights, int rows, int columns, int groupSize, WorkerPool pool)
    {
        int words = PackedCodes.WordCount(columns, 4);
        using var nibbles = new NativeBuffer((long)rows * words * sizeof(uint));
        var sources = new RowSource[weights.Count];
        byte* place = nibbles.Data;
        for (int i = 0; i < sources.Length; i++)
        {
            QuantizedMatrix weight = weights[i];
            byte* start = place;
            pool.Run(weight.Rows, (row, _) =>
            {
                var packed = new Span<uint>(start + ((nint)row * words * sizeof(uint)), words);
                PackedCodes.Pack(new ReadOnlySpan<sbyte>(weight.Codes + ((nint)row * columns), columns), 4, packed);
            });
            sources[i] = new RowSource(start, weight.Rows, weight.Scales);
            place += (nint)weight.Rows * words * sizeof(uint);
        }

        var memory = new NativeBuffer(Int4Matrix.PackedBytes(rows, columns, groupSize));
        Int4Matrix.Pack(sources, columns, groupSize, memory.Data, pool);
        return new LayerMatrix(memory, new Int4Matrix(memory.Data, rows, columns, groupSize));
    }
}
