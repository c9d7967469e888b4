using System.Text.Json;
using ModelGate.Gate.Runs;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.History;

/// <summary>Runs over time, oldest first: JSON lines, one a run.</summary>
/// <param name="Notes">Full sentences on lines that could not be used.</param>
public sealed record HistoryFile(IReadOnlyList<HistoryEntry> Entries, IReadOnlyList<string> Notes)
{
    private const string Code = "QG0910";

    /// <summary>
    /// A file that is not there has no entries. A last line that was cut short, as by a stopped job, is left out with a note.
    /// </summary>
    /// <exception cref="DiagnosticException">QG0910: another line is damaged or of another version, all of them at once.</exception>
    public static HistoryFile Read(string path)
    {
        if (!File.Exists(path)) return new([], []);
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(
                Code, new SourcePoint(path), $"The history cannot be read: {error.Message}", "Name another file.");
        }

        string[] lines = text.Split('\n');
        List<HistoryEntry> entries = [];
        List<Diagnostic> problems = [];
        List<string> notes = [];
        foreach ((int index, string line) in lines.Index())
        {
            if (line.Trim().Length == 0) continue;
            // Each line is written with its end, so that a last one without it was not written whole.
            bool isLast = index == lines.Length - 1;
            (HistoryEntry? entry, string? problem) = Parse(line);
            if (entry is not null) entries.Add(entry);
            else if (isLast) notes.Add($"{path}: line {index + 1} is cut short and left out.");
            else problems.Add(new(Code, new SourcePoint(path, index + 1, 1), problem!, "Restore the file, or remove the line."));
        }

        return problems.Count > 0 ? throw new DiagnosticException(problems) : new(entries, notes);
    }

    /// <summary>The history with this run at its end; unchanged where it holds the run already.</summary>
    public HistoryFile With(HistoryEntry entry) =>
        Entries.Any(kept => kept.Run == entry.Run) ? this : this with { Entries = [.. Entries, entry] };

    /// <summary>The file appears whole or not at all; what <see cref="Notes"/> names is gone from it.</summary>
    public void Write(string path) => WorkFolder.Write(
        path, string.Concat(Entries.Select(entry => JsonSerializer.Serialize(entry, HistoryJsonContext.Default.HistoryEntry) + "\n")));

    private static (HistoryEntry? Entry, string? Problem) Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            int version = document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("schemaVersion", out JsonElement element)
                && element.TryGetInt32(out int number) ? number : 0;
            if (version != HistoryEntry.CurrentVersion)
            {
                return (null, version == 0
                    ? "This is no line of a history."
                    : $"The line has version {version}; this tool reads version {HistoryEntry.CurrentVersion}.");
            }

            return (document.Deserialize(HistoryJsonContext.Default.HistoryEntry), "The line is empty.");
        }
        catch (JsonException)
        {
            return (null, "The line is damaged: it is not the JSON that this tool writes.");
        }
    }
}
