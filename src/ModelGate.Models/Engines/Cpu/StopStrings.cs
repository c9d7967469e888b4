namespace ModelGate.Models.Engines.Cpu;

/// <summary>The stop strings of one request, looked for as its text arrives. Empty ones are ignored.</summary>
internal sealed class StopStrings(IReadOnlyList<string> stops)
{
    private readonly int longest = stops.Count == 0 ? 0 : stops.Max(stop => stop.Length);
    private string tail = "";

    /// <summary>Whether a stop string ends in <paramref name="piece"/>, the next part of the text.</summary>
    public bool EndsIn(string piece)
    {
        if (longest == 0 || piece.Length == 0) return false;
        string text = tail + piece;
        // A string found before was reported then, so only one that needs the new piece can be found in tail and piece.
        tail = text[Math.Max(0, text.Length - longest + 1)..];
        return stops.Any(stop => stop.Length > 0 && text.Contains(stop, StringComparison.Ordinal));
    }

    /// <summary>The text before the first occurrence of each stop string, cut at one after another in list order.</summary>
    public static string Cut(string text, IReadOnlyList<string> stops)
    {
        foreach (string stop in stops)
        {
            int at = stop.Length == 0 ? -1 : text.IndexOf(stop, StringComparison.Ordinal);
            if (at >= 0) text = text[..at];
        }

        return text;
    }
}
