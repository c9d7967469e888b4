using System.Text;

namespace ModelGate.Models.Tokenizers.Normalizers;

/// <summary>
/// The normalization forms of Unicode. Source: Unicode Standard Annex 15, and chapter 3.12 of the standard for Hangul.
/// </summary>
/// <param name="compatible">K forms: compatibility decompositions too.</param>
/// <param name="compose">C forms: put together again what composes.</param>
internal sealed class UnicodeNormalizer(bool compatible, bool compose) : Normalizer
{
    private const int SyllableBase = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TailBase = 0x11A7;
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Tails = 28;

    private readonly UnicodeTables _tables = UnicodeTables.Instance;

    public override string Apply(string text)
    {
        if (IsStable(text)) return text;
        List<int> points = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes()) Decompose(rune.Value, points);
        Order(points);
        if (compose) Compose(points);
        StringBuilder normalized = new(points.Count);
        Span<char> utf16 = stackalloc char[2];
        foreach (int point in points) normalized.Append(utf16[..new Rune(point).EncodeToUtf16(utf16)]);
        return normalized.ToString();
    }

    /// <summary>A quick look that is right when it says yes.</summary>
    private bool IsStable(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', '\u007F')) return true;
        if (!compose || compatible) return false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isJamo = rune.Value is >= VowelBase and < TailBase + Tails;
            if (rune.Value >= 0x300 && (isJamo || !_tables.IsStableInComposed(rune.Value))) return false;
        }

        return true;
    }

    private void Decompose(int point, List<int> points)
    {
        int syllable = point - SyllableBase;
        if (syllable is >= 0 and < Leads * Vowels * Tails)
        {
            points.Add(LeadBase + syllable / (Vowels * Tails));
            points.Add(VowelBase + syllable / Tails % Vowels);
            if (syllable % Tails != 0) points.Add(TailBase + syllable % Tails);
        }
        else if (_tables.Decomposition(point, compatible) is { } parts)
        {
            foreach (int part in parts) Decompose(part, points);
        }
        else
        {
            points.Add(point);
        }
    }

    /// <summary>Sorts each run of combining marks by class, equal ones in place. A run can be as long as the text.</summary>
    private void Order(List<int> points)
    {
        for (int start = 0; start < points.Count; start++)
        {
            if (_tables.CombiningClass(points[start]) == 0) continue;
            int end = start + 1;
            while (end < points.Count && _tables.CombiningClass(points[end]) != 0) end++;
            if (end - start > 1)
            {
                int[] sorted = [.. points.GetRange(start, end - start).OrderBy(_tables.CombiningClass)];
                for (int i = start; i < end; i++) points[i] = sorted[i - start];
            }

            start = end;
        }
    }

    private void Compose(List<int> points)
    {
        int starter = -1;
        int kept = 0;
        int lastClass = 0;
        foreach (int point in points.ToArray())
        {
            int combiningClass = _tables.CombiningClass(point);
            bool isBlocked = kept - 1 > starter && (lastClass == 0 || lastClass >= combiningClass);
            if (starter >= 0 && !isBlocked && TryCompose(points[starter], point, out int composed))
            {
                points[starter] = composed;
                continue;
            }

            if (combiningClass == 0) starter = kept;
            lastClass = combiningClass;
            points[kept++] = point;
        }

        points.RemoveRange(kept, points.Count - kept);
    }

    private bool TryCompose(int first, int second, out int composed)
    {
        int lead = first - LeadBase;
        int vowel = second - VowelBase;
        int syllable = first - SyllableBase;
        int tail = second - TailBase;
        if (lead is >= 0 and < Leads && vowel is >= 0 and < Vowels)
        {
            composed = SyllableBase + (lead * Vowels + vowel) * Tails;
            return true;
        }

        if (syllable is >= 0 and < Leads * Vowels * Tails && syllable % Tails == 0 && tail is > 0 and < Tails)
        {
            composed = first + tail;
            return true;
        }

        return _tables.TryCompose(first, second, out composed);
    }
}
