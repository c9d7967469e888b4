using ModelGate.Numerics;
using ModelGate.Numerics.Kernels;

namespace ModelGate.Quantization.Hessians;

/// <summary>What quantizers need to know of the inputs of one or more linear layers that share them (q/k/v, gate/up).</summary>
public sealed unsafe class InputStatistics : IDisposable
{
    private readonly NativeBuffer hessian;

    /// <param name="width">K, the input width.</param>
    public InputStatistics(int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        Width = width;
        hessian = NativeBuffer.OfFloats((long)width * width);
        hessian.Clear();
        Magnitudes = new ChannelMagnitudes(width);
    }

    public int Width { get; }

    public ChannelMagnitudes Magnitudes { get; }

    /// <summary>
    /// (K × K) H = 2·XᵀX of all tokens, symmetric: the second derivative of the layer's squared output error by a row of its weight.
    /// </summary>
    public float* Hessian => hessian.Floats;

    /// <summary>Adds a batch; batches of the same sizes in the same order give the same bits.</summary>
    /// <param name="x">(tokens × K), row-major.</param>
    public void Add(float* x, int tokens, WorkerPool pool)
    {
        SymmetricRankUpdate.Accumulate(x, tokens, Width, Hessian, pool);
        Magnitudes.Add(x, tokens, pool);
    }

    /// <summary>Makes the Hessian whole. Call it once, after the last batch.</summary>
    public void Complete(WorkerPool pool) => SymmetricRankUpdate.Complete(Hessian, Width, pool);

    /// <summary>The statistics of inputs divided by <paramref name="factors"/> channel by channel.</summary>
    public void Divide(ReadOnlySpan<float> factors)
    {
        Magnitudes.Divide(factors);
        for (int i = 0; i < Width; i++)
        {
            float* row = Hessian + ((nint)i * Width);
            for (int j = 0; j < Width; j++) row[j] = (float)(row[j] / ((double)factors[i] * factors[j]));
        }
    }

    public void Dispose() => hessian.Dispose();
}
