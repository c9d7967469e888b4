using System.Text.RegularExpressions;

namespace ModelGate.Measurement.Accuracy.Judging;

/// <summary>The five labels of Arena-Hard v0.1.</summary>
public enum JudgeVerdict
{
    /// <summary><c>[[A>>B]]</c>.</summary>
    AMuchBetter,

    /// <summary><c>[[A>B]]</c>.</summary>
    ABetter,

    /// <summary><c>[[A=B]]</c>.</summary>
    Tie,

    /// <summary><c>[[B>A]]</c>.</summary>
    BBetter,

    /// <summary><c>[[B>>A]]</c>.</summary>
    BMuchBetter,
}

/// <summary>
/// What a judgment says, read as Arena-Hard v0.1 reads it (gen_judgment.py, <c>get_score</c>): every text in double square brackets made of
/// A, B and comparison signs is a label, and all labels must agree.
/// </summary>
public abstract partial record VerdictReading
{
    private VerdictReading()
    {
    }

    public sealed record Found(JudgeVerdict Verdict) : VerdictReading;

    /// <summary>No label: the judge is asked once to go on.</summary>
    public sealed record Missing : VerdictReading;

    /// <summary>Labels that differ: no score, and no second attempt.</summary>
    public sealed record Contradictory : VerdictReading;

    /// <summary>One label that is none of the five, such as <c>[[A&lt;B]]</c>: no score, and no second attempt.</summary>
    public sealed record Unknown(string Label) : VerdictReading;

    public static VerdictReading Of(string judgment)
    {
        string[] labels = [.. Labels().Matches(judgment).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal)];
        return labels switch
        {
            [] => new Missing(),
            [var label] => VerdictOf(label) is { } verdict ? new Found(verdict) : new Unknown(label),
            _ => new Contradictory(),
        };
    }

    /// <summary>Null for what is none of the five.</summary>
    public static JudgeVerdict? VerdictOf(string label) => label switch
    {
        "A>>B" => JudgeVerdict.AMuchBetter,
        "A>B" => JudgeVerdict.ABetter,
        "A=B" => JudgeVerdict.Tie,
        "B>A" => JudgeVerdict.BBetter,
        "B>>A" => JudgeVerdict.BMuchBetter,
        _ => null,
    };

    public static string LabelOf(JudgeVerdict verdict) => verdict switch
    {
        JudgeVerdict.AMuchBetter => "A>>B",
        JudgeVerdict.ABetter => "A>B",
        JudgeVerdict.Tie => "A=B",
        JudgeVerdict.BBetter => "B>A",
        _ => "B>>A",
    };

    [GeneratedRegex(@"\[\[([AB<>=]+)\]\]")]
    private static partial Regex Labels();
}
