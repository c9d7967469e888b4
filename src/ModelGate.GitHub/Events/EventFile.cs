using System.Text.Json;
using ModelGate.Models.Diagnostics;

namespace ModelGate.GitHub.Events;

/// <summary>The payload as the runner left it, or as an artifact brought it.</summary>
internal static class EventFile
{
    /// <summary>How a report folder carries the event of the run that measured, for a second workflow to read.</summary>
    public const string Name = "event.json";

    /// <exception cref="DiagnosticException">QG1012: not there, too large, a link, or no JSON of this kind.</exception>
    public static EventPayload Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.LinkTarget is not null) throw Wrong(path, "The event file is a link.");
            if (file.Length > EventPayload.MostBytes)
            {
                throw Wrong(path, $"The event file has {file.Length} bytes; GitHub sends 25 MB at most.");
            }

            using FileStream stream = file.OpenRead();
            return JsonSerializer.Deserialize(stream, EventJsonContext.Default.EventPayload)
                ?? throw Wrong(path, "The event file is empty.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Wrong(path, $"The event file cannot be read: {error.Message}");
        }
        catch (JsonException)
        {
            throw Wrong(path, "The event file is not the JSON that GitHub writes.");
        }
    }

    private static DiagnosticException Wrong(string path, string problem) =>
        new("QG1012", new SourcePoint(path), problem, "Let GITHUB_EVENT_PATH name the file that the runner wrote.");
}
