using System.Globalization;
using System.Text;

namespace ModelGate.Measurement.Accuracy.Python;

/// <summary>Words as Python's <c>\w</c> and <c>str.split</c> see them.</summary>
public static class PythonWords
{
    /// <summary>
    /// The class <c>\w</c> for a .NET pattern: letters, numbers and the underscore. .NET's own also has combining marks, which in Python
    /// end a word, and lacks numbers that are not decimal digits.
    /// </summary>
    public const string WordClass = @"\p{L}\p{N}_";

    /// <summary><c>\b</c> for a .NET pattern.</summary>
    public const string Boundary = $"(?:(?<=[{WordClass}])(?![{WordClass}])|(?<![{WordClass}])(?=[{WordClass}]))";

    public static bool IsWord(Rune c) => c.Value == '_' || Rune.IsLetter(c) || Rune.GetUnicodeCategory(c)
        is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    /// <summary><c>len(re.findall(r"\w+", text))</c>.</summary>
    public static int Count(string text)
    {
        int words = 0;
        bool inside = false;
        foreach (Rune c in text.EnumerateRunes())
        {
            bool word = IsWord(c);
            if (word && !inside) words++;
            inside = word;
        }

        return words;
    }

    /// <summary><c>text.split()</c>: the pieces between white space, none of them empty.</summary>
    public static IEnumerable<string> Split(string text)
    {
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && !PythonText.IsSpace(text[i])) continue;
            if (i > start) yield return text[start..i];
            start = i + 1;
        }
    }
}
