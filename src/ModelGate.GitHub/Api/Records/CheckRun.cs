namespace ModelGate.GitHub.Api;

/// <summary>A check run as GitHub has it.</summary>
public sealed record CheckRun
{
    public required long Id { get; init; }

    public required string Name { get; init; }

    public required string HeadSha { get; init; }

    /// <summary>What its creator named it, to find it again.</summary>
    public string? ExternalId { get; init; }

    /// <summary><c>queued</c>, <c>in_progress</c>, <c>completed</c> or what GitHub adds to these.</summary>
    public string? Status { get; init; }

    /// <summary><c>success</c>, <c>failure</c> … ; null until it is completed.</summary>
    public string? Conclusion { get; init; }

    public Uri? HtmlUrl { get; init; }

    public CheckRunResult? Output { get; init; }

    /// <summary>Null where the app was deleted.</summary>
    public CheckRunApp? App { get; init; }
}

/// <param name="AnnotationsCount">Annotations that the run has by now.</param>
public sealed record CheckRunResult(string? Title = null, string? Summary = null, int AnnotationsCount = 0);

/// <param name="Slug">Such as <c>github-actions</c>.</param>
public sealed record CheckRunApp(long Id, string? Slug = null);
