namespace ModelGate.Models.Formats;

/// <summary>Diagnostic codes of checkpoint files; a code never changes its meaning.</summary>
internal static class CheckpointCodes
{
    public const string FileTruncated = "QG0201";
    public const string HeaderUnreadable = "QG0202";
    public const string DTypeUnknown = "QG0203";
    public const string ShapeImpossible = "QG0204";
    public const string RangeWrong = "QG0205";
    public const string NameDuplicate = "QG0206";
    public const string FileMissing = "QG0207";
    public const string IndexWrong = "QG0208";
    public const string WriteFailed = "QG0209";

    public const string ConfigUnreadable = "QG0210";
    public const string ConfigValue = "QG0211";
    public const string ArchitectureUnknown = "QG0212";
    public const string RopeUnsupported = "QG0213";
    public const string FeatureUnsupported = "QG0214";
    public const string ContextTooLong = "QG0215";

    public const string QuantizationConfigWrong = "QG0220";
    public const string QuantizationMethodUnsupported = "QG0221";
    public const string QuantizationFormatUnsupported = "QG0222";

    public const string TensorMissing = "QG0230";
    public const string TensorUnexpected = "QG0231";
    public const string TensorShape = "QG0232";
    public const string TensorDType = "QG0233";
    public const string ValueNotFinite = "QG0234";
    public const string ScaleNotPositive = "QG0235";
    public const string ZeroPointInSymmetric = "QG0236";
    public const string WeightShapeWrong = "QG0237";
}
