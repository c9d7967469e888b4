namespace ModelGate.Quantization.Calibration;

/// <summary>Where the tokens come from that show a quantizer what a layer's inputs look like.</summary>
public abstract record CalibrationSource
{
    private CalibrationSource()
    {
    }

    /// <summary>
    /// A file of rows. JSON lines with <c>text</c> are taken as they are, JSON lines with OpenPlatypus's fields (<c>instruction</c>,
    /// <c>input</c>, <c>output</c>) through the model's chat template, and a file whose name ends in <c>.txt</c> is one row.
    /// </summary>
    public sealed record TextFile(string Path) : CalibrationSource;

    /// <summary>Uniformly drawn ids of ordinary tokens; the paper calls them detrimental to INT4 and to models above 8B.</summary>
    public sealed record RandomTokens(ulong Seed) : CalibrationSource;
}

/// <summary>Which tokens calibrate a model: rows, each with BOS, concatenated and cut into windows.</summary>
/// <param name="Samples">The largest number of windows.</param>
/// <param name="Length">Tokens of a window.</param>
public sealed record CalibrationSettings(CalibrationSource Source, int Samples = 512, int Length = 2048)
{
    /// <summary>Hashes (<see cref="RowHash"/>) of rows to leave out, such as those that an evaluation document equals.</summary>
    public IReadOnlySet<string> ExcludedRows { get; init; } = new HashSet<string>();
}
