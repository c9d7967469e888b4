namespace ModelGate.Models.Checkpoints;

/// <summary>Whether quantized numbers are integers or floating point (<c>type</c> in compressed-tensors).</summary>
public enum NumberKind
{
    Int,
    Float,
}

/// <summary>How many numbers share one scale (<c>strategy</c> in compressed-tensors).</summary>
public enum ScaleStrategy
{
    Tensor,
    Channel,
    Group,
    Block,
    Token,
    TensorGroup,
    AttentionHead,
}

/// <summary>When scales are found (<c>dynamic</c> in compressed-tensors).</summary>
public enum ScaleTime
{
    /// <summary>Stored in the checkpoint.</summary>
    Static,

    /// <summary>At run time.</summary>
    Dynamic,

    /// <summary>A stored scale of the tensor, and scales of groups at run time (NVFP4).</summary>
    Local,
}

/// <summary>One <c>QuantizationArgs</c> object of compressed-tensors: the format of weights, activations or KV cache.</summary>
public sealed record NumberFormat(
    int Bits, NumberKind Kind, ScaleStrategy Strategy, bool Symmetric = true, ScaleTime Time = ScaleTime.Static)
{
    /// <summary>Numbers with one scale along K; null unless the strategy has groups.</summary>
    public int? GroupSize { get; init; }

    /// <summary>Rows and columns with one scale; empty unless the strategy is block.</summary>
    public IReadOnlyList<int> BlockShape { get; init; } = [];

    /// <summary><c>weight</c>, <c>group</c>, their aliases <c>static</c> and <c>dynamic</c>, or null.</summary>
    public string? ActivationOrder { get; init; }

    /// <summary>The keys with a value that the file has: some readers refuse some of them.</summary>
    public IReadOnlySet<string> Keys { get; init; } = new HashSet<string>();

    /// <summary>Columns with one scale in a row of <paramref name="columns"/>.</summary>
    public int ColumnsPerScale(int columns) => GroupSize ?? columns;

    public override string ToString()
    {
        string granularity = Strategy == ScaleStrategy.Group ? $"group {GroupSize}" : Strategy.ToString().ToLowerInvariant();
        string symmetry = Symmetric ? "" : ", asymmetric";
        string time = Time == ScaleTime.Static ? "" : ", " + Time.ToString().ToLowerInvariant();
        return $"{Kind.ToString().ToLowerInvariant()}{Bits} per {granularity}{symmetry}{time}";
    }
}
