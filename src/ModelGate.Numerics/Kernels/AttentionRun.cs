namespace ModelGate.Numerics.Kernels;

/// <summary>
/// Causal attention of consecutive positions of one sequence over one key/value head, which one or several query heads share.
/// </summary>
/// <remarks>The keys and values of the run's own positions are already in the blocks.</remarks>
public readonly unsafe struct AttentionRun
{
    /// <summary>(rows × heads × dim): the heads of a row follow one another; rows are <see cref="QueryStride"/> floats apart.</summary>
    public required float* Queries { get; init; }

    public required nint QueryStride { get; init; }

    /// <summary>Shaped as the queries, rows <see cref="OutputStride"/> floats apart.</summary>
    public required float* Outputs { get; init; }

    public required nint OutputStride { get; init; }

    /// <summary>Blocks in position order (see <see cref="KeyValueBlock"/>), at least as many as hold the last position.</summary>
    public required float** Blocks { get; init; }

    /// <summary>Query heads on this key/value head.</summary>
    public required int Heads { get; init; }

    public required int HeadDim { get; init; }

    /// <summary>Position of the first row; row r sees positions 0 .. FirstPosition + r.</summary>
    public required int FirstPosition { get; init; }

    public required int Rows { get; init; }

    /// <summary>Factor of the scores, 1/√dim as a rule.</summary>
    public required float Scale { get; init; }
}
