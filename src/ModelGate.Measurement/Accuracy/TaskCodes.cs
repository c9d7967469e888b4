namespace ModelGate.Measurement.Accuracy;

/// <summary>Diagnostic codes of tasks, documents and results files.</summary>
public static class TaskCodes
{
    public const string Syntax = "QG0600";
    public const string DuplicateKey = "QG0601";
    public const string UnknownKey = "QG0602";
    public const string MissingKey = "QG0603";
    public const string WrongValue = "QG0604";

    /// <summary>A key needs Python code.</summary>
    public const string NeedsPython = "QG0605";

    /// <summary>A metric, filter, aggregation or sampler of this name does not exist.</summary>
    public const string UnknownPart = "QG0606";

    /// <summary>An include, or a member of a group, cannot be resolved.</summary>
    public const string Unresolved = "QG0607";

    public const string UnknownTask = "QG0608";

    public const string UnreadableData = "QG0610";
    public const string MalformedDocument = "QG0611";
    public const string EmptySplit = "QG0612";
    public const string UnknownSplit = "QG0613";
    public const string FewFewshotDocuments = "QG0614";

    /// <summary>A template cannot be rendered with a document, as a rule because a field is missing.</summary>
    public const string UnrenderableDocument = "QG0615";

    /// <summary>A field gives a value of a kind that the task cannot use.</summary>
    public const string WrongFieldValue = "QG0616";

    public const string NoChatTemplate = "QG0617";
    public const string SlowPattern = "QG0618";

    /// <summary>A metric needs something this machine or run lacks.</summary>
    public const string PartUnavailable = "QG0619";

    public const string UnreadableResults = "QG0620";
    public const string DifferentPrompts = "QG0621";
    public const string NothingToPair = "QG0622";

    /// <summary>A part of an evaluation that is none, or does not belong to the others.</summary>
    public const string WrongShard = "QG0623";

    /// <summary>A prompt has no answer of the model that others are compared with.</summary>
    public const string MissingAnswer = "QG0630";

    /// <summary>The judge cannot be asked, or stopped answering.</summary>
    public const string JudgeUnreachable = "QG0631";

    /// <summary>More games without a verdict than allowed.</summary>
    public const string TooManyUnscored = "QG0632";

    /// <summary>The judge's key is missing, or cannot be sent.</summary>
    public const string JudgeKey = "QG0633";
}
