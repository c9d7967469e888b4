using ModelGate.Gate.Records;

namespace ModelGate.Gate.Promotion;

internal static class PromotionCodes
{
    /// <summary>The run does not say that the candidate passed.</summary>
    public const string NotPassed = "QG0921";

    /// <summary>A file of the checkpoint is missing, different, or not named.</summary>
    public const string OtherBytes = "QG0922";

    /// <summary>The file is no statement of a gate.</summary>
    public const string NoStatement = "QG0923";

    /// <summary>The record is of another policy.</summary>
    public const string OtherPolicy = "QG0924";

    /// <summary>The same code as of a run record: the content does not fit its seal, or contradicts itself.</summary>
    public const string Edited = RunRecordJson.EditedCode;
}
