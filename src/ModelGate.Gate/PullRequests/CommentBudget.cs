namespace ModelGate.Gate.PullRequests;

/// <summary>
/// How much detail a comment shows. A comment that is too long takes <see cref="Steps"/> one after another until it fits.
/// </summary>
internal sealed record CommentBudget
{
    public static CommentBudget Full { get; } = new();

    /// <summary>What goes, in this order, with the words that say so. The headline and how to go on always stay.</summary>
    public static IReadOnlyList<(string Dropped, Func<CommentBudget, CommentBudget> Apply)> Steps { get; } =
    [
        ("texts of flipped documents", budget => budget with { ShowsTexts = false }),
        ("flipped documents", budget => budget with { ShowsFlips = false }),
        ("gates that passed", budget => budget with { ShowsPassed = false }),
        ("all measurements", budget => budget with { ShowsMeasurements = false }),
        ("changed numbers", budget => budget with { ShowsDeltas = false }),
        ("notes", budget => budget with { ShowsNotes = false }),
        ("table rows, findings and policy changes behind the first 20", budget => budget with { MostItems = 20 }),
        ("those behind the first 5", budget => budget with { MostItems = 5 }),
        ("all of them", budget => budget with { MostItems = 0 }),
    ];

    public bool ShowsTexts { get; private init; } = true;

    public bool ShowsFlips { get; private init; } = true;

    public bool ShowsPassed { get; private init; } = true;

    public bool ShowsMeasurements { get; private init; } = true;

    public bool ShowsDeltas { get; private init; } = true;

    public bool ShowsNotes { get; private init; } = true;

    /// <summary>Of each list and table that is not folded.</summary>
    public int MostItems { get; private init; } = int.MaxValue;
}
