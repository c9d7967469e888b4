using System.Text.RegularExpressions;
using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.Mathematics;

/// <summary>Finds the answer that a reply closes with, in Minerva's form (lm_eval/tasks/leaderboard/math/utils.py).</summary>
public static partial class FinalAnswer
{
    /// <summary>
    /// What stands on one line between <c>Final Answer: The final answer is</c> and the first following <c>I hope it is correct.</c>,
    /// less one character and a space before the latter. The closing phrase is added to the reply, so it may end before it. Null where
    /// there is none.
    /// </summary>
    public static string? Of(string reply)
    {
        Match match = Pattern().Match(reply + "I hope it is correct.");
        return match.Success ? PythonText.Strip(match.Groups[1].Value) : null;
    }

    /// <remarks>The full stops are unescaped there, so any character of the line matches them.</remarks>
    [GeneratedRegex("Final Answer: The final answer is(.*?). I hope it is correct.", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
