namespace ModelGate.Models.Templates;

/// <summary>Whose functions, filters and restrictions a template sees.</summary>
public enum JinjaHost
{
    /// <summary>
    /// Chat templates as transformers runs them: <c>raise_exception</c>, <c>strftime_now</c>, <c>generation</c> blocks, plain
    /// <c>tojson</c>, and a sandbox in which lists and dictionaries cannot be changed.
    /// </summary>
    Transformers,

    /// <summary>Task templates as lm-evaluation-harness runs them: Jinja's own <c>tojson</c> and the filter <c>regex_replace</c>.</summary>
    EvaluationHarness,
}

/// <summary>How a template is read and run. The two ready sets are what the two hosts use.</summary>
public sealed record JinjaOptions
{
    public static JinjaOptions ChatTemplate { get; } = new() { TrimBlocks = true, LstripBlocks = true };

    public static JinjaOptions TaskTemplate { get; } =
        new() { Host = JinjaHost.EvaluationHarness, KeepTrailingNewline = true, StrictUndefined = true };

    public JinjaHost Host { get; init; }

    /// <summary>The newline right after a block tag is left out.</summary>
    public bool TrimBlocks { get; init; }

    /// <summary>White space between the start of a line and a block tag is left out.</summary>
    public bool LstripBlocks { get; init; }

    /// <summary>A newline at the very end of the template is kept.</summary>
    public bool KeepTrailingNewline { get; init; }

    /// <summary>Any use of an undefined value but <c>is defined</c> and <c>default</c> is an error; else it prints as nothing.</summary>
    public bool StrictUndefined { get; init; }

    /// <summary>
    /// Filters of the host besides Jinja's own: from the text before the bar to a value that <see cref="JinjaTemplate.Render"/> takes as a
    /// variable. A <see cref="FormatException"/> becomes an error of the template.
    /// </summary>
    public IReadOnlyDictionary<string, Func<string, object?>> HostFilters { get; init; } = new Dictionary<string, Func<string, object?>>();

    /// <summary>
    /// Characters that the file has in front of each line of the template but the first, for the places of errors; null where the
    /// template's lines are not the file's, so that errors behind the first line are placed at the template's beginning.
    /// </summary>
    public int? Indentation { get; init; } = 0;

    /// <summary>What <c>strftime_now</c> reads.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Most steps of one rendering (a node evaluated, an item visited, or 64 characters made).</summary>
    public long MaxSteps { get; init; } = 5_000_000;

    /// <summary>Longest text, and most items of a list, that a rendering may make.</summary>
    public int MaxLength { get; init; } = 1 << 24;
}
