using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ModelGate.Gate.Reporters;

/// <summary>
/// Foreign text in GitHub-flavoured Markdown: names of tasks and candidates, a policy's words, what a model wrote. It can neither start
/// markup nor notify or link anybody.
/// </summary>
/// <remarks>
/// What GitHub makes of plain text: <see href="https://github.github.com/gfm/#autolinks-extension-"/> (addresses), and references to
/// people, teams, issues, commits and advisories, <see
/// href="https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls"/>. It
/// looks at the text after Markdown is read, so that neither a backslash nor an entity hides <c>@name</c>; a character in between does.
/// </remarks>
internal static partial class MarkdownText
{
    /// <summary>Zero width space: ends a word for GitHub, shows nothing.</summary>
    private const char Break = '\u200B';

    private const int HashDigits = 12;

    /// <summary>Text within a paragraph, a list item or a table cell.</summary>
    public static string Escape(string text)
    {
        // Four spaces in front would make code of a list's item.
        string broken = Triggers().Replace(HexWords().Replace(OneLine(Visible(text)).Trim(), SplitHex), Break.ToString());
        var escaped = new StringBuilder(broken.Length + 16);
        if (BlockStart().Match(broken) is { Success: true } start)
        {
            // A list, a heading's underline or a thematic break: only in front of a line, where a cell or an item may put it.
            Group mark = start.Groups["mark"];
            escaped.Append(broken, 0, mark.Index).Append('\\');
            broken = broken[mark.Index..];
        }

        foreach (char character in broken)
        {
            escaped = character switch
            {
                '|' or '*' or '_' or '`' or '\\' or '~' or '[' or ']' => escaped.Append('\\').Append(character),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '&' => escaped.Append("&amp;"),
                '$' => escaped.Append("<span>$</span>"),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }

    /// <summary>At most so many characters of the text, then escaped.</summary>
    public static string Short(string text, int most) => Escape(Cut(text, most));

    /// <summary>A code span, in which GitHub looks for nothing. Not for a table's cell: a pipe would end it.</summary>
    public static string Code(string text)
    {
        string line = OneLine(Visible(text));
        string fence = new('`', LongestRun(line) + 1);
        bool needsSpace = line.Length == 0 || line[0] is '`' or ' ' || line[^1] is '`' or ' ';
        return needsSpace ? $"{fence} {line} {fence}" : fence + line + fence;
    }

    /// <summary>The first digits of a hash, as code; only letters and digits of what claims to be one.</summary>
    public static string Hash(string hash)
    {
        string digits = string.Concat(hash.Where(char.IsAsciiLetterOrDigit).Take(HashDigits));
        return digits.Length == 0 ? "–" : $"`{digits}`";
    }

    /// <summary>Lines of a fenced code block that no line of the text can close.</summary>
    /// <param name="language">Such as <c>diff</c>; empty for none.</param>
    public static IEnumerable<string> Fence(string language, IEnumerable<string> lines)
    {
        string[] visible = [.. lines.Select(line => OneLine(Visible(line)))];
        string fence = new('`', Math.Max(3, visible.Select(LongestRun).DefaultIfEmpty(0).Max() + 1));
        return [fence + language, .. visible, fence];
    }

    public static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        int end = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return text[..end] + "…";
    }

    /// <summary>
    /// Characters that show nothing, turn the direction of what follows or cannot be stored are written as their code points.
    /// </summary>
    public static string Visible(string text)
    {
        StringBuilder? changed = null;
        for (int i = 0; i < text.Length; i++)
        {
            int length = char.IsSurrogatePair(text, i) ? 2 : 1;
            bool isShown = length == 2 ? !IsHidden(char.ConvertToUtf32(text, i)) : !IsHidden(text[i]);
            if (!isShown) changed ??= new StringBuilder(text, 0, i, text.Length + 16);
            if (isShown) changed?.Append(text, i, length);
            else changed!.Append(CultureInfo.InvariantCulture, $"⟨U+{(length == 2 ? char.ConvertToUtf32(text, i) : text[i]):X4}⟩");
            i += length - 1;
        }

        return changed?.ToString() ?? text;
    }

    private static bool IsHidden(int point) => point is not ('\n' or '\r' or '\t' or 0x0B or 0x0C or 0x85)
        && (point is < 0x20 or (>= 0x7F and <= 0x9F)
            || (point <= 0xFFFF && char.IsSurrogate((char)point))
            || CharUnicodeInfo.GetUnicodeCategory(point) == UnicodeCategory.Format
            || point is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFFA0);

    private static string OneLine(string text) => LineEnds().Replace(text, " ");

    private static string SplitHex(Match word)
    {
        // A commit's hash is 7 digits at least.
        const int most = 6;
        return string.Join(Break, word.Value.Chunk(most).Select(part => new string(part)));
    }

    private static int LongestRun(string text) => Backticks().Matches(text).Select(run => run.Length).DefaultIfEmpty(0).Max();

    [GeneratedRegex(@"\r\n|[\n\r\t\v\f\u0085\u2028\u2029]")]
    private static partial Regex LineEnds();

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();

    [GeneratedRegex(@"(?<![0-9A-Za-z])[0-9A-Fa-f]{7,}(?![0-9A-Za-z])")]
    private static partial Regex HexWords();

    /// <summary>
    /// Behind <c>@</c> and <c>#</c>; in <c>://</c>; in <c>www.</c>; in <c>GH-1</c>, <c>CVE-2024-1</c>, <c>GHSA-…</c> and other trackers'
    /// <c>KEY-1</c>; in <c>:smile:</c>, whose end may follow the text.
    /// </summary>
    [GeneratedRegex(
        @"(?<=[@#])|(?<=:)(?=//)|(?<=www)(?=\.)|(?<=GHSA)(?=-)|(?<=[A-Z]-)(?=[0-9])|(?<=:)(?=[0-9A-Z_+-]+(?::|$))",
        RegexOptions.IgnoreCase)]
    private static partial Regex Triggers();

    [GeneratedRegex(@"^\s*(?:(?<mark>[-+=])|\d{1,9}(?<mark>[.)])(?:\s|$))")]
    private static partial Regex BlockStart();
}
