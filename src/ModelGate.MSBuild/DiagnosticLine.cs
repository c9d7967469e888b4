using System.Globalization;
using System.Text.RegularExpressions;

namespace ModelGate.MSBuild;

/// <summary>A line that the tool prints in the form of build tools: <c>quantgate.yml(14,17): error QG0104: …</c>.</summary>
internal sealed class DiagnosticLine
{
    private static readonly Regex s_form = new(
        @"^(?:(?<file>.*?)(?:\((?<line>\d+),(?<column>\d+)\))?: )?(?<kind>error|warning) (?<code>QG\d{4}): (?<text>.*)$",
        RegexOptions.CultureInvariant);

    private DiagnosticLine(Match match)
    {
        File = match.Groups["file"].Value;
        Line = Number(match.Groups["line"]);
        Column = Number(match.Groups["column"]);
        IsError = match.Groups["kind"].Value == "error";
        Code = match.Groups["code"].Value;
        Text = match.Groups["text"].Value;
    }

    /// <summary>Empty where the line names none; an option of the command line in some.</summary>
    public string File { get; }

    /// <summary>From 1; 0 is unknown.</summary>
    public int Line { get; }

    public int Column { get; }

    public bool IsError { get; }

    public string Code { get; }

    public string Text { get; }

    /// <summary>Null for a line of another form.</summary>
    public static DiagnosticLine? TryParse(string line) => s_form.Match(line) is { Success: true } match ? new(match) : null;

    private static int Number(Group digits) =>
        int.TryParse(digits.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
