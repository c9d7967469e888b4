namespace ModelGate.Gate.Yaml;

/// <summary>Finds the known word a mistyped one was probably meant to be.</summary>
public static class NearestKey
{
    /// <summary>
    /// The known word with the least edit distance, null when none is close: at most a third of the word, at least two edits.
    /// </summary>
    public static string? Of(string word, IEnumerable<string> known)
    {
        string? nearest = null;
        int least = Math.Max(2, word.Length / 3) + 1;
        foreach (string candidate in known)
        {
            int distance = Distance(word, candidate);
            if (distance < least && distance < Math.Max(word.Length, candidate.Length)) (nearest, least) = (candidate, distance);
        }

        return nearest;
    }

    /// <summary>
    /// Edits that turn one word into the other: insert, delete, replace, swap of neighbours (optimal string alignment). Case is one edit.
    /// </summary>
    internal static int Distance(string a, string b)
    {
        int[] beforeLast = new int[b.Length + 1], last = new int[b.Length + 1], current = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++) last[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replace, 1 + Math.Min(last[j], current[j - 1]));
                bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if (swapped) current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[b.Length];
    }
}
