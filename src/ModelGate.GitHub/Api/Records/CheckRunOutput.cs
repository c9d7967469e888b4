namespace ModelGate.GitHub.Api;

/// <summary>What the page of a check run shows.</summary>
public sealed record CheckRunOutput
{
    /// <summary>Characters of <see cref="Summary"/> and of <see cref="Text"/> that GitHub takes.</summary>
    public const int MostCharacters = 65_535;

    public required string Title { get; init; }

    /// <summary>Markdown, at most <see cref="MostCharacters"/>.</summary>
    public required string Summary { get; init; }

    /// <summary>Markdown, at most <see cref="MostCharacters"/>.</summary>
    public string? Text { get; init; }

    /// <summary>Any number.</summary>
    public IReadOnlyList<CheckAnnotation> Annotations { get; init; } = [];
}

/// <summary>A remark on lines of a file, shown beside the pull request's changes.</summary>
public sealed record CheckAnnotation
{
    /// <summary>From the root of the repository, with forward slashes.</summary>
    public required string Path { get; init; }

    /// <summary>From 1.</summary>
    public required int StartLine { get; init; }

    /// <summary>From 1, not before <see cref="StartLine"/>.</summary>
    public required int EndLine { get; init; }

    /// <summary>From 1; only where start and end are one line.</summary>
    public int? StartColumn { get; init; }

    /// <summary>From 1; only where start and end are one line.</summary>
    public int? EndColumn { get; init; }

    public required AnnotationLevel AnnotationLevel { get; init; }

    /// <summary>Plain text, at most 64 KB.</summary>
    public required string Message { get; init; }

    /// <summary>At most 255 characters.</summary>
    public string? Title { get; init; }

    /// <summary>At most 64 KB.</summary>
    public string? RawDetails { get; init; }
}

public enum AnnotationLevel
{
    Notice,
    Warning,
    Failure,
}
