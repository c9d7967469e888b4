using ModelGate.Numerics;

namespace ModelGate.Quantization.Passes;

/// <summary>Stands for a matrix of a layer that is not in memory.</summary>
internal sealed unsafe class AbsentMatrix(int rows, int columns) : PackedMatrix
{
    public override int Rows => rows;

    public override int Columns => columns;

    public override long PackedByteCount => 0;

    public override void Multiply(float* x, int m, float* y, nint yStride, WorkerPool pool) =>
        throw new InvalidOperationException("This matrix is not loaded.");
}
