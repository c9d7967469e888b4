using System.Text;
using System.Text.RegularExpressions;

namespace ModelGate.Measurement.Accuracy.Python;

/// <summary>
/// Compiles a pattern written for Python's <c>re</c>. Rewritten, as .NET spells or reads them differently: <c>(?P&lt;n&gt;</c>,
/// <c>(?P=n)</c>, <c>\Z</c>, <c>{,n}</c>, and <c>[</c> inside a character class.
/// </summary>
internal static class PythonRegex
{
    /// <summary>A pattern that backtracks without end must not hang a run.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <exception cref="RegexParseException">Not a pattern.</exception>
    public static Regex Compile(string pattern) => new(Translate(pattern), RegexOptions.CultureInvariant, Limit);

    internal static string Translate(string pattern)
    {
        StringBuilder translated = new();
        bool inClass = false;
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                char escaped = pattern[++i];
                translated.Append('\\').Append(escaped == 'Z' && !inClass ? 'z' : escaped);
            }
            else if (inClass)
            {
                inClass = c != ']';
                translated.Append(c == '[' ? "\\[" : c.ToString());
            }
            else if (c == '[')
            {
                inClass = true;
                translated.Append(c);
                if (i + 1 < pattern.Length && pattern[i + 1] == '^') translated.Append(pattern[++i]);
                if (i + 1 < pattern.Length && pattern[i + 1] == ']')
                {
                    translated.Append("\\]");
                    i++;
                }
            }
            else if (Follows(pattern, i, "(?P<"))
            {
                translated.Append("(?<");
                i += 3;
            }
            else if (Follows(pattern, i, "(?P=") && pattern.IndexOf(')', i) is var end and > 0)
            {
                translated.Append("\\k<").Append(pattern, i + 4, end - i - 4).Append('>');
                i = end;
            }
            else if (Follows(pattern, i, "{,") && pattern.IndexOf('}', i) is var close and > 0 && IsDigits(pattern, i + 2, close))
            {
                translated.Append("{0,");
                i++;
            }
            else translated.Append(c);
        }

        return translated.ToString();
    }

    private static bool Follows(string pattern, int at, string text) => string.CompareOrdinal(pattern, at, text, 0, text.Length) == 0;

    private static bool IsDigits(string pattern, int start, int end) => end > start && pattern[start..end].All(char.IsAsciiDigit);
}
