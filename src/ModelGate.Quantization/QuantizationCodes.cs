namespace ModelGate.Quantization;

/// <summary>
/// Diagnostic codes of quantization; a code never changes its meaning. Those below QG0520 belong to the acceptance rules.
/// </summary>
internal static class QuantizationCodes
{
    public const string NotAWeight = "QG0520";
    public const string ValueNotFinite = "QG0521";
    public const string AlreadyQuantized = "QG0522";
    public const string NothingToQuantize = "QG0523";
    public const string PatternWrong = "QG0524";
    public const string PatternMatchesNothing = "QG0525";
    public const string UnitContradiction = "QG0526";
    public const string HeadOverride = "QG0527";
    public const string NumberOutOfRange = "QG0528";
    public const string SmoothQuantWithoutActivations = "QG0529";
    public const string NotADecoderLayer = "QG0530";
    public const string WeightsTransposed = "QG0531";

    public const string CalibrationMissing = "QG0540";
    public const string CalibrationRowWrong = "QG0541";
    public const string CalibrationTooShort = "QG0542";
    public const string ChatTemplateMissing = "QG0543";
    public const string ExcludeFileWrong = "QG0544";
    public const string WindowLengthWrong = "QG0545";

    public const string OutputNotOurs = "QG0550";
    public const string OutputIsSource = "QG0551";
    public const string ReadBackDiffers = "QG0552";
}
