namespace ModelGate.Models.Tokenizers;

/// <summary>Codes of the mistakes a tokenizer's files can hold, and the limits that belong to them.</summary>
internal static class TokenizerDiagnostics
{
    /// <summary>A file is absent or cannot be read.</summary>
    public const string Unreadable = "QG0301";

    /// <summary>A file is not JSON.</summary>
    public const string Malformed = "QG0302";

    /// <summary>A member is absent or of another type.</summary>
    public const string WrongShape = "QG0303";

    /// <summary>A component of a type unknown here.</summary>
    public const string UnknownType = "QG0304";

    /// <summary>A merge rule is malformed or names a token outside the vocabulary.</summary>
    public const string BadMerge = "QG0305";

    /// <summary>A regular expression is invalid, or uses what the engine here leaves out.</summary>
    public const string BadPattern = "QG0306";

    /// <summary>An id is outside the vocabulary.</summary>
    public const string IdOutOfRange = "QG0307";

    /// <summary>A named token is not in the vocabulary.</summary>
    public const string UnknownToken = "QG0308";

    /// <summary>A setting is known but not supported here.</summary>
    public const string Unsupported = "QG0309";

    /// <summary>A regular expression needs too many steps on a text.</summary>
    public const string PatternTooSlow = "QG0310";

    /// <summary>The remedy for a file that no edit of the user's explains.</summary>
    public const string TakeAgain = "Take the file from the model's publisher again.";

    /// <summary>Bounds the table of ids: 64 times the largest vocabulary known.</summary>
    public const int LargestId = (1 << 24) - 1;
}
