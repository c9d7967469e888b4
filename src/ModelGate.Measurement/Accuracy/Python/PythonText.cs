using System.Text;

namespace ModelGate.Measurement.Accuracy.Python;

/// <summary>String methods as Python defines them, where .NET's differ.</summary>
public static class PythonText
{
    /// <summary>The 32 characters of <c>string.punctuation</c>.</summary>
    public const string Punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    /// <summary><c>str.isspace</c> of one character: Unicode white space and the four separators U+001C to U+001F.</summary>
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001c' and <= '\u001f';

    public static string Strip(string text)
    {
        int start = 0, end = text.Length;
        while (start < end && IsSpace(text[start])) start++;
        while (end > start && IsSpace(text[end - 1])) end--;
        return text[start..end];
    }

    /// <summary>Number of white-space characters at the end.</summary>
    public static int TrailingSpaces(string text)
    {
        int count = 0;
        while (count < text.Length && IsSpace(text[^(count + 1)])) count++;
        return count;
    }

    public static bool StartsWithSpace(string text) => text.Length > 0 && IsSpace(text[0]);

    public static bool EndsWithSpace(string text) => text.Length > 0 && IsSpace(text[^1]);

    /// <summary><c>len(text)</c>: code points, not UTF-16 units.</summary>
    public static int Length(string text)
    {
        int count = text.Length;
        for (int i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i])) count--;
        }

        return count;
    }

    public static int Utf8Length(string text) => Encoding.UTF8.GetByteCount(text);

    /// <summary><c>len(re.split(r"\s+", text))</c>: the harness's word count; white space at either end adds an empty word.</summary>
    public static int WordCount(string text)
    {
        int words = 1;
        for (int i = 0; i < text.Length; i++)
        {
            if (IsSpace(text[i]) && (i == 0 || !IsSpace(text[i - 1]))) words++;
        }

        return words;
    }

    /// <summary>
    /// A whole number that <c>str.isdigit</c> and <c>ast.literal_eval</c> both accept: ASCII digits without a leading zero.
    /// </summary>
    public static bool TryParseDigits(string text, out long value)
    {
        value = 0;
        if (text.Length == 0 || !text.All(char.IsAsciiDigit)) return false;
        if (text[0] == '0' && text.Any(c => c != '0')) return false;
        return long.TryParse(text, out value);
    }
}
