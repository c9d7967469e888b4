namespace ModelGate.Models.Engines.Cpu;

/// <summary>The stop strings of one request, looked for as text arrives.</summary>
internal sealed class StopStrings(IReadOnlyList<string> stops)
{
    private readonly int longest = stops.Count == 0 ? 0 : stops.Max(stop => stop.Length);

    /// <summary>Whether a stop string ends in the last <paramref name="added"/> characters of the text.</summary>
    public bool AppearIn(ReadOnlySpan<char> text, int added)
    {
        if (longest == 0 || added == 0) return false;
        ReadOnlySpan<char> tail = text[Math.Max(0, text.Length - added - longest + 1)..];
        foreach (string stop in stops)
        {
            if (stop.Length > 0 && tail.Contains(stop, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    /// <summary>The text before the first occurrence of each stop string, cut one after another in list order.</summary>
    public string Cut(string text)
    {
        foreach (string stop in stops)
        {
            int at = stop.Length == 0 ? -1 : text.IndexOf(stop, StringComparison.Ordinal);
            if (at >= 0) text = text[..at];
        }

        return text;
    }
}
