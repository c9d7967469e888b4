using System.Text;

namespace ModelGate.Models.Templates.Values;

/// <summary>Texts as Python counts them: by code point. Without surrogates, which is nearly always, both counts are one.</summary>
internal static class CodePoints
{
    public static int Count(string text)
    {
        int pairs = 0;
        for (int i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i])) pairs++;
        }

        return text.Length - pairs;
    }

    /// <summary>Each code point as a text; a lone surrogate is one.</summary>
    public static string[] Split(string text)
    {
        string[] points = new string[Count(text)];
        for (int i = 0, at = 0; i < points.Length; i++)
        {
            int units = UnitsAt(text, at);
            points[i] = text.Substring(at, units);
            at += units;
        }

        return points;
    }

    /// <summary>The UTF-16 offset of a code point, where <paramref name="index"/> is at most the count.</summary>
    public static int ToOffset(string text, long index)
    {
        int offset = 0;
        while (index-- > 0) offset += UnitsAt(text, offset);
        return offset;
    }

    /// <summary>The code points before a UTF-16 offset.</summary>
    public static int ToIndex(string text, int offset) => Count(text[..offset]);

    public static int UnitsAt(string text, int offset) =>
        offset + 1 < text.Length && char.IsSurrogatePair(text[offset], text[offset + 1]) ? 2 : 1;

    public static string FromNumber(long codePoint)
    {
        if (codePoint is < 0 or > 0x10FFFF) throw TemplateFault.Operation($"{codePoint} is not a code point");
        return codePoint < 0x10000 ? ((char)codePoint).ToString() : new Rune((int)codePoint).ToString();
    }
}
