using ModelGate.Models.Checkpoints;

namespace ModelGate.Quantization;

/// <summary>
/// What the numbers of a quantized linear layer look like. How they are found is the business of <see cref="Quantizers.IQuantizer"/>.
/// </summary>
/// <remarks>Only this assembly adds schemes, because each needs a packed layout, a file format and a kernel.</remarks>
public abstract record QuantizationScheme
{
    private protected QuantizationScheme()
    {
    }

    /// <summary>The name in policies and on the command line, such as <c>w8a8-fp8</c>.</summary>
    public abstract string Name { get; }

    public abstract NumberGrid Weights { get; }

    /// <summary>How many weights share a scale.</summary>
    public abstract Granularity Granularity { get; }

    /// <summary>Null where activations stay in the model's type. Else dynamic: one scale a token, taken at run time.</summary>
    public abstract NumberGrid? Activations { get; }

    /// <summary>The scheme in the words of compressed-tensors: what is written to <c>quantization_config</c>.</summary>
    public abstract LinearFormat Format { get; }

    /// <summary>The paper's recipe for this scheme (arXiv 2411.02355, section 3).</summary>
    public abstract QuantizationRecipe DefaultRecipe { get; }

    /// <summary>The scheme with another group size; null where the scheme has no groups.</summary>
    /// <param name="size">A power of two, at least 32.</param>
    public virtual QuantizationScheme? WithGroupSize(int size) => null;

    /// <summary>Bytes of the stored weight of N rows and K columns, scales included.</summary>
    public virtual long StoredBytes(long rows, long columns)
    {
        long scales = rows * (columns / Granularity.ColumnsPerScale(checked((int)columns)));
        return (rows * columns * Weights.Bits / 8) + (scales * 2);
    }

    public sealed override string ToString() => Name;
}
