using System.Security.Cryptography;
using System.Text;

namespace ModelGate.GitHub.Publishing;

/// <summary>The files by which a step tells its job a summary and its outputs.</summary>
/// <param name="summary"><c>GITHUB_STEP_SUMMARY</c>; null where there is none.</param>
/// <param name="output"><c>GITHUB_OUTPUT</c>; null where there is none.</param>
public sealed class StepFiles(string? summary, string? output)
{
    /// <summary>Of all that a step writes; more, and GitHub drops the whole summary.</summary>
    public const int MostSummaryBytes = 1 << 20;

    public static StepFiles Of(Func<string, string?> variable) =>
        new(Path(variable("GITHUB_STEP_SUMMARY")), Path(variable("GITHUB_OUTPUT")));

    /// <summary>Appends Markdown, or its first line alone where the whole does not fit.</summary>
    /// <returns>A sentence on what was not written; null where all was.</returns>
    public string? AddSummary(string markdown)
    {
        if (summary is null) return null;
        try
        {
            long written = File.Exists(summary) ? new FileInfo(summary).Length : 0;
            string text = markdown.TrimEnd() + "\n";
            bool fits = written + Encoding.UTF8.GetByteCount(text) <= MostSummaryBytes;
            if (!fits) text = markdown.Split('\n')[0].TrimEnd() + "\n";
            if (written + Encoding.UTF8.GetByteCount(text) > MostSummaryBytes) return "The job summary is full; nothing was added to it.";
            File.AppendAllText(summary, text);
            return fits ? null : "The job summary is nearly full; the report's first line alone was added to it.";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"The job summary could not be written: {error.Message}";
        }
    }

    /// <returns>A sentence on what was not written; null where all was.</returns>
    public string? SetOutputs(IReadOnlyList<(string Name, string Value)> values)
    {
        if (output is null) return null;
        try
        {
            File.AppendAllText(output, string.Concat(values.Select(pair => Line(pair.Name, pair.Value))));
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"The step's outputs could not be written: {error.Message}";
        }
    }

    /// <summary>
    /// A value of several lines ends at a delimiter. No value holds its own hash, so that none can end early and set others.
    /// </summary>
    private static string Line(string name, string value)
    {
        if (!value.AsSpan().ContainsAny('\r', '\n')) return $"{name}={value}\n";
        string delimiter = "quantgate_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)))[..32];
        return $"{name}<<{delimiter}\n{value}\n{delimiter}\n";
    }

    private static string? Path(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
