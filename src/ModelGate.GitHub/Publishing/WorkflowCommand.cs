using System.Globalization;

namespace ModelGate.GitHub.Publishing;

/// <summary>Lines that the runner turns into annotations; they need no right.</summary>
internal static class WorkflowCommand
{
    /// <summary>The runner shows ten of each level of a step and drops the rest.</summary>
    public const int MostOfLevel = 10;

    public static string Warning(string text) => $"::warning title=quantgate::{EscapeText(text)}";

    /// <param name="level"><c>error</c> or <c>warning</c>.</param>
    /// <param name="file">From the root of the repository.</param>
    public static string On(string level, string file, int line, string title, string text) => string.Create(
        CultureInfo.InvariantCulture,
        $"::{level} file={EscapeProperty(file)},line={line},title={EscapeProperty(title)}::{EscapeText(text)}");

    public static string EscapeText(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    public static string EscapeProperty(string text) => EscapeText(text)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}
