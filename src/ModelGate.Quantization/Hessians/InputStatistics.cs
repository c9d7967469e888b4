using ModelGate.Numerics;

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

    /// <summary>(K × K) sums Σₜ x[t, i]·x[t, j], symmetric: half the Hessian 2XᵀX of the layer's squared output error.</summary>
    /// <remarks>The factor 2 cancels everywhere, because damping is relative to the diagonal.</remarks>
    public float* Gram => hessian.Floats;

    /// <summary>Adds a batch; batches of the same sizes in the same order give the same bits.</summary>
    /// <param name="x">(tokens × K), row-major.</param>
    public void Add(float* x, int tokens, WorkerPool pool)
    {
        RankUpdate.Accumulate(x, tokens, Width, Gram, pool);
        Magnitudes.Add(x, tokens);
    }

    /// <summary>Copies the upper triangle to the lower one. Call it once, after the last batch.</summary>
    public void Complete()
    {
        for (int i = 0; i < Width; i++)
        {
            for (int j = i + 1; j < Width; j++) Gram[((nint)j * Width) + i] = Gram[((nint)i * Width) + j];
        }
    }

    /// <summary>The statistics of inputs divided by <paramref name="factors"/> channel by channel.</summary>
    public void Divide(ReadOnlySpan<float> factors)
    {
        Magnitudes.Divide(factors);
        for (int i = 0; i < Width; i++)
        {
            float* row = Gram + ((nint)i * Width);
            for (int j = 0; j < Width; j++) row[j] = (float)(row[j] / ((double)factors[i] * factors[j]));
        }
    }

    public void Dispose() => hessian.Dispose();
}
