namespace ModelGate.Numerics;

/// <summary>
/// The weight of a linear layer, (N rows = outputs) × (K columns = inputs), in the layout its kernel reads:
/// y[m, n] = Σₖ x[m, k] · w[n, k].
/// </summary>
/// <remarks>
/// Every implementation has one fixed order of summation per output, whatever M and the number of threads, so that a row's
/// result never depends on the rows beside it.
/// </remarks>
public abstract unsafe class PackedMatrix
{
    /// <summary>N, the output width.</summary>
    public abstract int Rows { get; }

    /// <summary>K, the input width.</summary>
    public abstract int Columns { get; }

    /// <summary>Bytes of the packed form, scales included: what a decoded token reads.</summary>
    public abstract long PackedByteCount { get; }

    /// <summary>y = x · wᵀ in FP32.</summary>
    /// <param name="x">(m × K) activations, row-major without padding.</param>
    /// <param name="m">Rows of x; 0 does nothing.</param>
    /// <param name="y">(m × N) results, row stride <paramref name="yStride"/> floats.</param>
    /// <param name="yStride">At least N.</param>
    /// <param name="pool">The threads that share the work.</param>
    public abstract void Multiply(float* x, int m, float* y, nint yStride, WorkerPool pool);
}
