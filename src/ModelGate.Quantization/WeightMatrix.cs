using ModelGate.Models.Diagnostics;
using ModelGate.Numerics;

namespace ModelGate.Quantization;

/// <summary>The weight of a linear layer in FP32, (N rows = outputs) × (K columns = inputs), all values finite.</summary>
public sealed unsafe class WeightMatrix : IDisposable
{
    private readonly NativeBuffer buffer;

    public WeightMatrix(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        Rows = rows;
        Columns = columns;
        buffer = NativeBuffer.OfFloats((long)rows * columns);
    }

    public int Rows { get; }

    public int Columns { get; }

    public float* Data => buffer.Floats;

    public Span<float> Row(int row) => new(Data + ((nint)row * Columns), Columns);

    /// <summary>Widens a stored weight.</summary>
    /// <param name="name">The tensor's name, for errors.</param>
    /// <param name="file">Where the tensor is, for errors.</param>
    /// <exception cref="DiagnosticException">The tensor is not a matrix of F32, F16 or BF16, or holds NaN or infinity.</exception>
    public static WeightMatrix From(TensorView tensor, string name, string file)
    {
        if (tensor.Rank != 2 || tensor.Type is not (DType.F32 or DType.F16 or DType.BF16))
        {
            throw new DiagnosticException(
                QuantizationCodes.NotAWeight, new SourcePoint(file), $"Tensor {name} is {tensor}, and only matrices of F32, F16 or BF16 "
                + "can be quantized.", "Quantize the original checkpoint, not one that is quantized already.");
        }

        var matrix = new WeightMatrix(checked((int)tensor.Shape[0]), checked((int)tensor.Shape[1]));
        for (int row = 0; row < matrix.Rows; row++)
        {
            byte* source = tensor.Data + ((nint)row * matrix.Columns * tensor.Type.SizeInBytes);
            int bad = Widen(source, tensor.Type, matrix.Row(row));
            if (bad < 0) continue;
            float value = matrix.Row(row)[bad];
            matrix.Dispose();
            throw new DiagnosticException(
                QuantizationCodes.ValueNotFinite, new SourcePoint(file), $"Tensor {name} holds {value} at row {row}, column {bad}.",
                "The checkpoint is damaged or its training diverged; download it again.");
        }

        return matrix;
    }

    public void Dispose() => buffer.Dispose();

    /// <returns>The index of the first value that is not finite, or −1.</returns>
    private static int Widen(byte* source, DType type, Span<float> destination)
    {
        int bad = -1;
        for (int k = destination.Length - 1; k >= 0; k--)
        {
            float value = type switch
            {
                DType.BF16 => BFloat16.ToSingle(((ushort*)source)[k]),
                DType.F16 => (float)((Half*)source)[k],
                _ => ((float*)source)[k],
            };
            destination[k] = value;
            if (!float.IsFinite(value)) bad = k;
        }

        return bad;
    }
}
