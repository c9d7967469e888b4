using ModelGate.Numerics;

namespace ModelGate.Quantization;

/// <summary>Codes and scales of a linear layer's weight, (N rows × K columns): w[n, k] ≈ value(code[n, k]) · scale[n, k / group].</summary>
public sealed unsafe class QuantizedMatrix : IDisposable
{
    private readonly NativeBuffer codes;
    private readonly NativeBuffer scales;

    public QuantizedMatrix(NumberGrid grid, int rows, int columns, int columnsPerScale)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (columns % columnsPerScale != 0)
            throw new ArgumentException($"Groups of {columnsPerScale} do not divide {columns} columns.", nameof(columnsPerScale));
        Grid = grid;
        Rows = rows;
        Columns = columns;
        ColumnsPerScale = columnsPerScale;
        codes = new NativeBuffer((long)rows * columns);
        scales = NativeBuffer.OfFloats((long)rows * ScalesPerRow);
    }

    public NumberGrid Grid { get; }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>K for one scale a row, else the group size.</summary>
    public int ColumnsPerScale { get; }

    public int ScalesPerRow => Columns / ColumnsPerScale;

    /// <summary>(N × K) bytes, one a code (<see cref="NumberGrid.Encode"/>), whatever the packed width.</summary>
    public byte* Codes => codes.Data;

    /// <summary>(N × K/group) positive BF16 values.</summary>
    public float* Scales => scales.Floats;

    public Span<byte> CodesOf(int row) => new(Codes + ((nint)row * Columns), Columns);

    public Span<float> ScalesOf(int row) => new(Scales + ((nint)row * ScalesPerRow), ScalesPerRow);

    /// <summary>The row that the codes stand for, in FP32.</summary>
    /// <param name="destination">(K) values.</param>
    public void Dequantize(int row, Span<float> destination)
    {
        ReadOnlySpan<byte> rowCodes = CodesOf(row);
        ReadOnlySpan<float> rowScales = ScalesOf(row);
        for (int k = 0; k < rowCodes.Length; k++) destination[k] = Grid.Decode(rowCodes[k]) * rowScales[k / ColumnsPerScale];
    }

    public void Dispose()
    {
        codes.Dispose();
        scales.Dispose();
    }
}
