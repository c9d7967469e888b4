namespace ModelGate.Measurement.Accuracy.Documents.Processors;

/// <summary>
/// <c>math_hard</c>: keeps problems of level 5 and adds <c>answer</c>, what the solution's last box holds
/// (lm_eval/tasks/leaderboard/math/utils.py).
/// </summary>
public sealed class MathHard : DocumentMapper
{
    /// <summary>What stands for an answer that cannot be found.</summary>
    public const string InvalidAnswer = "[invalidanswer]";

    private const string Spaced = @"\boxed ";
    private const string Braced = @"\boxed{";

    public override string Name => "math_hard";

    protected override bool Keeps(Document document) => document.Text("level") == "Level 5";

    protected override IEnumerable<(string Name, object? Value)> Fields(Document document)
    {
        yield return ("answer", LastBoxed(document.Text("solution")));
    }

    /// <summary>
    /// Inside of the last <c>\boxed{…}</c>, braces matched; where <c>\boxed x</c> occurs anywhere, what follows its last up to a dollar
    /// sign. Otherwise <see cref="InvalidAnswer"/>, also for <c>\fbox</c>, which the harness finds and then does not open.
    /// </summary>
    public static string LastBoxed(string solution)
    {
        int spaced = solution.LastIndexOf(Spaced, StringComparison.Ordinal);
        if (spaced >= 0) return solution[(spaced + Spaced.Length)..].Split('$')[0];
        int start = solution.LastIndexOf(Braced[..^1], StringComparison.Ordinal);
        if (start < 0 || !solution.AsSpan(start).StartsWith(Braced, StringComparison.Ordinal)) return InvalidAnswer;
        int open = 0;
        for (int i = start; i < solution.Length; i++)
        {
            open += solution[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (solution[i] == '}' && open == 0) return solution[(start + Braced.Length)..i];
        }

        return InvalidAnswer;
    }
}
