using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace ModelGate.Models.Templates.Values;

/// <summary>
/// Letter case as Python maps it (Unicode's full mapping): one letter may become several, a digraph has a third, title form, and a
/// sigma at the end of a word has its own small form. .NET maps letter by letter; the letters it cannot map stand in tables.
/// </summary>
public static class LetterCase
{
    // Each entry is a letter and what it becomes (Unicode SpecialCasing.txt, unconditional mappings).
    private static readonly FrozenDictionary<char, string> s_upper = Read(
        "\u00df\u0053\u0053 \u0149\u02bc\u004e \u01f0\u004a\u030c \u0390\u0399\u0308\u0301 \u03b0\u03a5\u0308\u0301 " +
        "\u0587\u0535\u0552 \u1e96\u0048\u0331 \u1e97\u0054\u0308 \u1e98\u0057\u030a \u1e99\u0059\u030a \u1e9a\u0041\u02be " +
        "\u1f50\u03a5\u0313 \u1f52\u03a5\u0313\u0300 \u1f54\u03a5\u0313\u0301 \u1f56\u03a5\u0313\u0342 \u1f80\u1f08\u0399 " +
        "\u1f81\u1f09\u0399 \u1f82\u1f0a\u0399 \u1f83\u1f0b\u0399 \u1f84\u1f0c\u0399 \u1f85\u1f0d\u0399 \u1f86\u1f0e\u0399 " +
        "\u1f87\u1f0f\u0399 \u1f88\u1f08\u0399 \u1f89\u1f09\u0399 \u1f8a\u1f0a\u0399 \u1f8b\u1f0b\u0399 \u1f8c\u1f0c\u0399 " +
        "\u1f8d\u1f0d\u0399 \u1f8e\u1f0e\u0399 \u1f8f\u1f0f\u0399 \u1f90\u1f28\u0399 \u1f91\u1f29\u0399 \u1f92\u1f2a\u0399 " +
        "\u1f93\u1f2b\u0399 \u1f94\u1f2c\u0399 \u1f95\u1f2d\u0399 \u1f96\u1f2e\u0399 \u1f97\u1f2f\u0399 \u1f98\u1f28\u0399 " +
        "\u1f99\u1f29\u0399 \u1f9a\u1f2a\u0399 \u1f9b\u1f2b\u0399 \u1f9c\u1f2c\u0399 \u1f9d\u1f2d\u0399 \u1f9e\u1f2e\u0399 " +
        "\u1f9f\u1f2f\u0399 \u1fa0\u1f68\u0399 \u1fa1\u1f69\u0399 \u1fa2\u1f6a\u0399 \u1fa3\u1f6b\u0399 \u1fa4\u1f6c\u0399 " +
        "\u1fa5\u1f6d\u0399 \u1fa6\u1f6e\u0399 \u1fa7\u1f6f\u0399 \u1fa8\u1f68\u0399 \u1fa9\u1f69\u0399 \u1faa\u1f6a\u0399 " +
        "\u1fab\u1f6b\u0399 \u1fac\u1f6c\u0399 \u1fad\u1f6d\u0399 \u1fae\u1f6e\u0399 \u1faf\u1f6f\u0399 \u1fb2\u1fba\u0399 " +
        "\u1fb3\u0391\u0399 \u1fb4\u0386\u0399 \u1fb6\u0391\u0342 \u1fb7\u0391\u0342\u0399 \u1fbc\u0391\u0399 " +
        "\u1fc2\u1fca\u0399 \u1fc3\u0397\u0399 \u1fc4\u0389\u0399 \u1fc6\u0397\u0342 \u1fc7\u0397\u0342\u0399 " +
        "\u1fcc\u0397\u0399 \u1fd2\u0399\u0308\u0300 \u1fd3\u0399\u0308\u0301 \u1fd6\u0399\u0342 \u1fd7\u0399\u0308\u0342 " +
        "\u1fe2\u03a5\u0308\u0300 \u1fe3\u03a5\u0308\u0301 \u1fe4\u03a1\u0313 \u1fe6\u03a5\u0342 \u1fe7\u03a5\u0308\u0342 " +
        "\u1ff2\u1ffa\u0399 \u1ff3\u03a9\u0399 \u1ff4\u038f\u0399 \u1ff6\u03a9\u0342 \u1ff7\u03a9\u0342\u0399 " +
        "\u1ffc\u03a9\u0399 \ufb00\u0046\u0046 \ufb01\u0046\u0049 \ufb02\u0046\u004c \ufb03\u0046\u0046\u0049 " +
        "\ufb04\u0046\u0046\u004c \ufb05\u0053\u0054 \ufb06\u0053\u0054 \ufb13\u0544\u0546 \ufb14\u0544\u0535 " +
        "\ufb15\u0544\u053b \ufb16\u054e\u0546 \ufb17\u0544\u053d");

    // Letters whose title form is not their upper form.
    private static readonly FrozenDictionary<char, string> s_title = Read(
        "\u00df\u0053\u0073 \u01c4\u01c5 \u01c5\u01c5 \u01c6\u01c5 \u01c7\u01c8 \u01c8\u01c8 \u01c9\u01c8 \u01ca\u01cb " +
        "\u01cb\u01cb \u01cc\u01cb \u01f1\u01f2 \u01f2\u01f2 \u01f3\u01f2 \u0587\u0535\u0582 \u1f80\u1f88 \u1f81\u1f89 " +
        "\u1f82\u1f8a \u1f83\u1f8b \u1f84\u1f8c \u1f85\u1f8d \u1f86\u1f8e \u1f87\u1f8f \u1f88\u1f88 \u1f89\u1f89 \u1f8a\u1f8a " +
        "\u1f8b\u1f8b \u1f8c\u1f8c \u1f8d\u1f8d \u1f8e\u1f8e \u1f8f\u1f8f \u1f90\u1f98 \u1f91\u1f99 \u1f92\u1f9a \u1f93\u1f9b " +
        "\u1f94\u1f9c \u1f95\u1f9d \u1f96\u1f9e \u1f97\u1f9f \u1f98\u1f98 \u1f99\u1f99 \u1f9a\u1f9a \u1f9b\u1f9b \u1f9c\u1f9c " +
        "\u1f9d\u1f9d \u1f9e\u1f9e \u1f9f\u1f9f \u1fa0\u1fa8 \u1fa1\u1fa9 \u1fa2\u1faa \u1fa3\u1fab \u1fa4\u1fac \u1fa5\u1fad " +
        "\u1fa6\u1fae \u1fa7\u1faf \u1fa8\u1fa8 \u1fa9\u1fa9 \u1faa\u1faa \u1fab\u1fab \u1fac\u1fac \u1fad\u1fad \u1fae\u1fae " +
        "\u1faf\u1faf \u1fb2\u1fba\u0345 \u1fb3\u1fbc \u1fb4\u0386\u0345 \u1fb7\u0391\u0342\u0345 \u1fbc\u1fbc " +
        "\u1fc2\u1fca\u0345 \u1fc3\u1fcc \u1fc4\u0389\u0345 \u1fc7\u0397\u0342\u0345 \u1fcc\u1fcc \u1ff2\u1ffa\u0345 " +
        "\u1ff3\u1ffc \u1ff4\u038f\u0345 \u1ff7\u03a9\u0342\u0345 \u1ffc\u1ffc \ufb00\u0046\u0066 \ufb01\u0046\u0069 " +
        "\ufb02\u0046\u006c \ufb03\u0046\u0066\u0069 \ufb04\u0046\u0066\u006c \ufb05\u0053\u0074 \ufb06\u0053\u0074 " +
        "\ufb13\u0544\u0576 \ufb14\u0544\u0565 \ufb15\u0544\u056b \ufb16\u054e\u0576 \ufb17\u0544\u056d");

    public static string Upper(string text)
    {
        StringBuilder result = new(text.Length);
        foreach (string point in CodePoints.Split(text)) result.Append(UpperOf(point));
        return result.ToString();
    }

    public static string Lower(string text)
    {
        StringBuilder result = new(text.Length);
        for (int i = 0, units; i < text.Length; i += units)
        {
            units = CodePoints.UnitsAt(text, i);
            result.Append(LowerAt(text, i, units));
        }

        return result.ToString();
    }

    /// <summary><c>str.capitalize</c>: the first letter in title form, the rest small.</summary>
    public static string Capitalize(string text)
    {
        if (text.Length == 0) return text;
        int units = CodePoints.UnitsAt(text, 0);
        return TitleOf(text[..units]) + Lower(text)[Lower(text[..units]).Length..];
    }

    /// <summary><c>str.title</c>: a letter after anything but a letter takes the title form.</summary>
    public static string Title(string text)
    {
        StringBuilder result = new(text.Length);
        bool isInWord = false;
        for (int i = 0, units; i < text.Length; i += units)
        {
            units = CodePoints.UnitsAt(text, i);
            result.Append(isInWord ? LowerAt(text, i, units) : TitleOf(text.Substring(i, units)));
            isInWord = IsCased(text, i);
        }

        return result.ToString();
    }

    /// <summary><c>str.swapcase</c>.</summary>
    public static string Swap(string text)
    {
        StringBuilder result = new(text.Length);
        for (int i = 0, units; i < text.Length; i += units)
        {
            units = CodePoints.UnitsAt(text, i);
            string point = text.Substring(i, units);
            UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(text, i);
            result.Append(category switch
            {
                UnicodeCategory.UppercaseLetter => LowerAt(text, i, units),
                UnicodeCategory.LowercaseLetter => UpperOf(point),
                _ => point,
            });
        }

        return result.ToString();
    }

    /// <summary>Has a letter with case, and each such letter has this one.</summary>
    public static bool IsAll(string text, UnicodeCategory category)
    {
        bool any = false;
        for (int i = 0; i < text.Length; i += CodePoints.UnitsAt(text, i))
        {
            UnicodeCategory own = CharUnicodeInfo.GetUnicodeCategory(text, i);
            if (own == category) any = true;
            else if (IsCased(text, i)) return false;
        }

        return any;
    }

    private static FrozenDictionary<char, string> Read(string table) =>
        table.Split(' ').ToFrozenDictionary(entry => entry[0], entry => entry[1..]);

    private static string UpperOf(string point) => s_upper.GetValueOrDefault(point[0]) ?? point.ToUpperInvariant();

    private static string TitleOf(string point)
    {
        // Georgian has capitals that are used for whole words only.
        if (point[0] is >= '\u10d0' and <= '\u10ff') return point;
        return s_title.GetValueOrDefault(point[0]) ?? UpperOf(point);
    }

    private static string LowerAt(string text, int offset, int units) => text[offset] switch
    {
        '\u0130' => "i\u0307",
        '\u03a3' when EndsWord(text, offset) => "\u03c2",
        _ => text.Substring(offset, units).ToLowerInvariant(),
    };

    private static bool EndsWord(string text, int offset)
    {
        int before = offset - 1;
        while (before >= 0 && IsCaseIgnorable(text, before)) before--;
        if (before < 0 || !IsCased(text, before)) return false;
        int after = offset + 1;
        while (after < text.Length && IsCaseIgnorable(text, after)) after++;
        return after == text.Length || !IsCased(text, after);
    }

    private static bool IsCased(string text, int offset) =>
        CharUnicodeInfo.GetUnicodeCategory(text, offset) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter;

    private static bool IsCaseIgnorable(string text, int offset) =>
        text[offset] is '\'' or '.' or ':' or '^' or '`' or '\u00b7' or '\u2019'
        || CharUnicodeInfo.GetUnicodeCategory(text, offset) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.Format or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol;
}
