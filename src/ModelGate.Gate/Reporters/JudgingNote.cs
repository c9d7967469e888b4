using System.Globalization;
using ModelGate.Gate.Records;

namespace ModelGate.Gate.Reporters;

/// <summary>One line on how a model's answers were judged.</summary>
internal static class JudgingNote
{
    /// <param name="task">Has been judged.</param>
    public static string Of(string model, TaskScoreRecord task)
    {
        JudgingRecord judging = task.Judging!;
        string scores = string.Join(", ", judging.RunScores.Select(score => ReportView.Percent(score)));
        string runs = judging.RunScores.Count == 1 ? "one run" : $"{judging.RunScores.Count} runs ({scores})";
        string unscored = judging.UnscoredGames == 0 ? $"all {judging.Games} games scored" : judging.Unscored;
        string tokens = judging is { InputTokens: { } input, OutputTokens: { } output }
            ? $"; {Count(input)} tokens in, {Count(output)} out" : "";
        string usd = judging.Usd is { } price ? $", {price.ToString("F2", CultureInfo.InvariantCulture)} USD" : "";
        return $"{task.Task}, {model}: {ReportView.Percent(task.Value)} by {judging.Judge} in {runs}, 95 % interval over prompts "
            + $"[{ReportView.Percent(judging.Low)}, {ReportView.Percent(judging.High)}]; {unscored}{tokens}{usd}.";
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
