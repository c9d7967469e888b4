namespace ModelGate.Measurement.Accuracy.Judging;

/// <summary>Why a game has no verdict.</summary>
public enum UnscoredReason
{
    /// <summary>No label in two attempts.</summary>
    NoLabel,

    /// <summary>Labels that differ.</summary>
    Contradictory,

    /// <summary>A label that is none of the five.</summary>
    UnknownLabel,

    /// <summary>An empty reply.</summary>
    Empty,

    /// <summary>The judge declined.</summary>
    Refused,

    /// <summary>No answer came.</summary>
    Failed,
}

/// <summary>One game: a prompt, two answers in one order, the judge's opinion.</summary>
/// <param name="Document">Position among the evaluated documents.</param>
/// <param name="Key">The prompt's name in its data set, such as its uid.</param>
/// <param name="Run">Judging run, from 1.</param>
/// <param name="CandidateIsA">False in the first game, true in the second.</param>
/// <param name="Verdict">Null where there is none.</param>
/// <param name="Reason">Null where there is a verdict.</param>
/// <param name="Reply">All the judge wrote; where it failed, why.</param>
public sealed record Judgment(
    int Document, string Key, int Run, bool CandidateIsA, JudgeVerdict? Verdict, UnscoredReason? Reason, string Reply)
{
    public BattleScore Score => BattleScore.Of(Verdict, CandidateIsA);
}

/// <summary>One complete judging run.</summary>
/// <param name="WinRate">Of all its battles.</param>
/// <param name="Rows">95 % interval of resampled battles, as published: too narrow, since a prompt's up to six battles go together.</param>
public sealed record JudgedRun(int Run, double WinRate, Interval Rows);

/// <summary>All judgments of one model's answers.</summary>
/// <param name="Judge">As the settings name it.</param>
/// <param name="Prompts">95 % interval of the mean of all runs, prompts resampled.</param>
/// <param name="Usage">Tokens of all replies, those of earlier runs included; null where the server does not say.</param>
/// <param name="Usd">Their price; null where no price or usage is known.</param>
public sealed record JudgmentReport(
    string Judge, IReadOnlyList<Judgment> Judgments, IReadOnlyList<JudgedRun> Runs, Interval Prompts, JudgeUsage? Usage, double? Usd)
{
    public int Games => Judgments.Count;

    public int Unscored => Judgments.Count(judgment => judgment.Verdict is null);

    /// <summary>Such as <c>3 of 40 games unscored (2 no label, 1 failed)</c>; empty where all have a verdict.</summary>
    public string UnscoredText => UnscoredTextOf(Judgments);

    internal static string UnscoredTextOf(IReadOnlyList<Judgment> judgments)
    {
        Judgment[] unscored = [.. judgments.Where(judgment => judgment.Verdict is null)];
        if (unscored.Length == 0) return "";
        string reasons = string.Join(", ", unscored
            .GroupBy(judgment => judgment.Reason!.Value)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key)
            .Select(group => $"{group.Count()} {Words(group.Key)}"));
        return $"{unscored.Length} of {judgments.Count} games unscored ({reasons})";
    }

    public static string Words(UnscoredReason reason) => reason switch
    {
        UnscoredReason.NoLabel => "no label",
        UnscoredReason.Contradictory => "contradictory",
        UnscoredReason.UnknownLabel => "unknown label",
        UnscoredReason.Empty => "empty",
        UnscoredReason.Refused => "refused",
        _ => "failed",
    };
}
