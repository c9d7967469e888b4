using System.Globalization;
using System.Text.RegularExpressions;

namespace ModelGate.Measurement.Accuracy.Mathematics;

/// <summary>
/// Minerva's normalisation of final answers (Lewkowycz et al. 2022, appendix D), as the harness has it
/// (<c>normalize_final_answer</c> of lm_eval/tasks/leaderboard/math/utils.py). Its rough edges are part of the definition: <c>\infty</c>
/// becomes <c>\iny</c> because <c>ft</c> is a unit, and a list of whole numbers becomes one number.
/// </summary>
public static partial class AnswerNormalisation
{
    private static readonly (string Before, string After)[] Substitutions =
    [
        ("an ", ""), ("a ", ""), (".$", "$"), (@"\$", ""), (@"\ ", ""), (" ", ""), ("mbox", "text"), (@",\text{and}", ","),
        (@"\text{and}", ","), (@"\text{m}", @"\text{}"),
    ];

    private static readonly string[] Removed =
    [
        "square", "ways", "integers", "dollars", "mph", "inches", "ft", "hours", "km", "units", @"\ldots", "sue", "points", "feet",
        "minutes", "digits", "cents", "degrees", "cm", "gm", "pounds", "meters", "meals", "edges", "students", "childrentickets",
        "multiples", @"\text{s}", @"\text{.}", "\\text{\ns}", @"\text{}^2", @"\text{}^3", "\\text{\n}", @"\text{}", @"\mathrm{th}",
        @"^\circ", @"^{\circ}", @"\;", @",\!", "{,}", "\"", @"\dots",
    ];

    public static string Normalise(string answer)
    {
        answer = answer[(answer.LastIndexOf('=') + 1)..];
        foreach ((string before, string after) in Substitutions) answer = answer.Replace(before, after, StringComparison.Ordinal);
        foreach (string removed in Removed) answer = answer.Replace(removed, "", StringComparison.Ordinal);
        answer = InDollars().Replace(answer, "$$$3$$");
        answer = Text().Replace(answer, "$2");
        answer = Bold().Replace(answer, "$2");
        answer = Overline().Replace(answer, "$2");
        answer = Boxed().Replace(answer, "$2");
        answer = Fraction().Replace(answer, "frac{$2}{$3}");
        answer = Root().Replace(answer, "sqrt{$2}");
        answer = answer.Replace("$", "", StringComparison.Ordinal);
        string joined = answer.Replace(",", "", StringComparison.Ordinal);
        return joined.Length > 0 && joined.All(c => CharUnicodeInfo.GetDigitValue(c) >= 0) ? joined : answer;
    }

    [GeneratedRegex(@"(.*?)(\$)(.*?)(\$)(.*)", RegexOptions.CultureInvariant)]
    private static partial Regex InDollars();

    [GeneratedRegex(@"(\\text\{)(.*?)(\})", RegexOptions.CultureInvariant)]
    private static partial Regex Text();

    [GeneratedRegex(@"(\\textbf\{)(.*?)(\})", RegexOptions.CultureInvariant)]
    private static partial Regex Bold();

    [GeneratedRegex(@"(\\overline\{)(.*?)(\})", RegexOptions.CultureInvariant)]
    private static partial Regex Overline();

    [GeneratedRegex(@"(\\boxed\{)(.*)(\})", RegexOptions.CultureInvariant)]
    private static partial Regex Boxed();

    [GeneratedRegex("(frac)([^{])(.)", RegexOptions.CultureInvariant)]
    private static partial Regex Fraction();

    [GeneratedRegex("(sqrt)([^{])", RegexOptions.CultureInvariant)]
    private static partial Regex Root();
}
