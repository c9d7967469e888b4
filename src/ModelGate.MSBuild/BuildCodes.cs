namespace ModelGate.MSBuild;

/// <summary>
/// Diagnostic codes of the build's side, beside QG0956 of the targets file (no policy is named). A code never changes its meaning.
/// </summary>
internal static class BuildCodes
{
    public const string NoPolicy = "QG0951";

    public const string NoTool = "QG0952";

    /// <summary>The tool ended without a verdict and without saying why in a form that is known.</summary>
    public const string NoVerdict = "QG0953";

    public const string Stopped = "QG0954";

    /// <summary>The folder of reports or of kept verdicts cannot be read or written.</summary>
    public const string NotWritable = "QG0955";
}
