namespace ModelGate.Quantization;

/// <summary>Diagnostic codes of quantization; a code never changes its meaning.</summary>
internal static class QuantizationCodes
{
    public const string NotAWeight = "QG0501";
    public const string ValueNotFinite = "QG0502";
    public const string AlreadyQuantized = "QG0503";
    public const string NothingToQuantize = "QG0504";

    public const string PatternWrong = "QG0510";
    public const string PatternMatchesNothing = "QG0511";
    public const string UnitContradiction = "QG0512";
    public const string HeadOverride = "QG0513";
    public const string GroupDoesNotDivide = "QG0514";
    public const string NumberOutOfRange = "QG0515";
    public const string SmoothQuantWithoutActivations = "QG0516";
    public const string NotADecoderLayer = "QG0517";

    public const string CalibrationMissing = "QG0520";
    public const string CalibrationRowWrong = "QG0521";
    public const string CalibrationTooShort = "QG0522";
    public const string ChatTemplateMissing = "QG0523";
    public const string ExcludeFileWrong = "QG0524";
    public const string WindowLengthWrong = "QG0525";

    public const string OutputNotOurs = "QG0530";
    public const string ReadBackDiffers = "QG0531";
    public const string OutputIsSource = "QG0532";
}
