namespace ModelGate.Quantization.Calibration;

/// <summary>
/// Finds which of many texts stand inside another one, after <see cref="RowHash.Normalize"/>: the beginnings of all texts are looked up at
/// every position by a rolling hash (Karp and Rabin, IBM J. Res. Dev. 31 (1987) 249), and what is found is compared.
/// </summary>
public sealed class ContainedTexts
{
    /// <summary>Shorter texts stand in others by chance and are left out.</summary>
    public const int LeastCharacters = 40;

    private const ulong Base = 1_099_511_628_211;

    private static readonly ulong Leading = Power(LeastCharacters - 1);

    private readonly Dictionary<ulong, List<string>> beginnings = [];

    /// <param name="texts">As they are; those that are too short when normalised are left out.</param>
    public ContainedTexts(IEnumerable<string> texts)
    {
        foreach (string text in texts.Select(RowHash.Normalize).Distinct(StringComparer.Ordinal))
        {
            if (text.Length < LeastCharacters) continue;
            ulong hash = Start(text);
            if (!beginnings.TryGetValue(hash, out List<string>? same)) beginnings.Add(hash, same = []);
            same.Add(text);
        }
    }

    /// <summary>Whether any of the texts stands in <paramref name="text"/>.</summary>
    public bool AnyIn(string text)
    {
        string row = RowHash.Normalize(text);
        if (row.Length < LeastCharacters || beginnings.Count == 0) return false;
        ulong hash = Start(row);
        for (int start = 0; ; start++)
        {
            if (beginnings.TryGetValue(hash, out List<string>? found) && found.Any(inner => StartsAt(row, start, inner))) return true;
            int next = start + LeastCharacters;
            if (next == row.Length) return false;
            hash = ((hash - (row[start] * Leading)) * Base) + row[next];
        }
    }

    private static bool StartsAt(string row, int start, string inner) => row.AsSpan(start).StartsWith(inner, StringComparison.Ordinal);

    private static ulong Start(string text)
    {
        ulong hash = 0;
        foreach (char character in text.AsSpan(0, LeastCharacters)) hash = (hash * Base) + character;
        return hash;
    }

    private static ulong Power(int exponent)
    {
        ulong power = 1;
        for (int i = 0; i < exponent; i++) power *= Base;
        return power;
    }
}
