using System.Text;
using ModelGate.Gate.History;

namespace ModelGate.Gate.PullRequests;

/// <summary>
/// The one comment that reviewers live with: what decides first, then one table, what did not pass and what to try, and the rest folded.
/// </summary>
public static class PullRequestComment
{
    /// <summary>
    /// GitHub refuses more than 65,536 characters. Bytes are counted here, which no way of counting characters exceeds; the difference is
    /// room for the caller's marker.
    /// </summary>
    private const int MostBytes = 60_000;

    /// <summary>
    /// Markdown without a marker. Whole sections go in the order of <see cref="CommentBudget.Steps"/> until it fits, so that no markup is
    /// ever left open, and the comment says what went.
    /// </summary>
    public static string Write(CommentContent content)
    {
        var comparison = RunComparison.Of(content.Record, content.BaseRun);
        CommentBudget budget = CommentBudget.Full;
        List<string> dropped = [];
        string text = Text(content, comparison, budget, dropped);
        foreach ((string words, Func<CommentBudget, CommentBudget> apply) in CommentBudget.Steps)
        {
            if (Encoding.UTF8.GetByteCount(text) <= MostBytes) break;
            budget = apply(budget);
            string shorter = Text(content, comparison, budget, [.. dropped, words]);
            if (shorter.Length < text.Length) dropped.Add(words);
            text = shorter;
        }

        return text;
    }

    private static string Text(
        CommentContent content, RunComparison? comparison, CommentBudget budget, IReadOnlyList<string> dropped) =>
        string.Join('\n', (IEnumerable<string>)
            [
                .. CommentHead.Lines(content, comparison, budget),
                .. CommentTable.Lines(content.Record, comparison, budget),
                .. CommentFindings.Lines(content.Record, comparison, budget),
                .. CommentDetails.Lines(content, comparison, budget),
                .. CommentFooter.Lines(content, dropped),
            ]) + "\n";
}
