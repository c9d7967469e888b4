using ModelGate.Models.Diagnostics;

namespace ModelGate.Quantization.Calibration;

/// <summary>A list of <see cref="RowHash"/>es, one a line; empty lines and lines that start with <c>#</c> do not count.</summary>
public static class ExcludeFile
{
    /// <exception cref="DiagnosticException">QG0544: not readable, or lines that are no SHA-256 in hex; at most twenty of them.</exception>
    public static IReadOnlySet<string> Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(
                QuantizationCodes.ExcludeFileWrong, new SourcePoint(path), $"The list of excluded rows cannot be read: {failed.Message}",
                "Name an existing file.");
        }

        HashSet<string> hashes = [];
        List<Diagnostic> problems = [];
        foreach ((int index, string line) in lines.Index())
        {
            string hash = line.Trim().ToLowerInvariant();
            if (hash.Length == 0 || hash[0] == '#') continue;
            if (hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower)) hashes.Add(hash);
            else if (problems.Count < 20)
            {
                problems.Add(new Diagnostic(
                    QuantizationCodes.ExcludeFileWrong, new SourcePoint(path, index + 1, 1), "The line is no SHA-256 in hex.",
                    "List the row hashes of a run record, one a line."));
            }
        }

        return problems.Count == 0 ? hashes : throw new DiagnosticException(problems);
    }
}
