using System.Text.RegularExpressions;
using System.Xml.Linq;
using ModelGate.Gate.Reporters;

namespace ModelGate.Gate.Tests.Reporters;

/// <summary>Foreign text as GitHub's own program reads it: no markup, no link, no reference, and every character still there.</summary>
public sealed partial class MarkdownTextTests
{
    public static IReadOnlyList<string> Nasty { get; } =
    [
        "@user", "mail me@example.com", "@org/team", "(@user)", "x@user", "#1", "a #12 b", "owner/repo#1", "owner/repo@0123abc", "GH-1",
        "gh-123", "JIRA-42", "CVE-2024-1234", "GHSA-abcd-efgh-ijkl", "deadbeef", "0123456789abcdef0123456789abcdef01234567",
        "DEADBEEF12", "1234567", "https://example.com/a?b=c#1", "http://example.com", "ftp://example.com", "www.example.com",
        "WWW.EXAMPLE.COM", "mailto:a@b.cd", "xmpp:a@b.cd", "https://github.com/owner/repo/issues/1",
        "<b>bold</b>", "<script>alert(1)</script>", "</details>", "</summary></details></sub>", "<img src=x onerror=y>", "<!-- marker -->",
        "-->", "<!--", "<a href=x>", "&lt;b&gt;", "&#64;user", "&amp;", "&", "<https://example.com>", "<a@b.cd>", "<![CDATA[x]]>",
        "<?x?>",
        "`code`", "``", "```", "````sh", "`a``b`", "|", "a | b", @"\|", @"\\|", @"\", @"\\", "a|b|c|d|e|f", "~~gone~~", "~~~", "*a* **b**",
        "_a_ __b__", "a_b_c", "[a](b)", "![a](b)", "[a]: b", "[^1]", "[x] done", "[ ] todo", "[[wiki]]", "# title", "## title", "> quote",
        "- item", "+ item", "* item", "1. item", "1) item", "---", "===", "***", "___", "    code", "\tcode", ":tada:", ":+1:", "a:b:c",
        "$x^2$", "10 $ and 20 $", "$$x$$", "a\nb", "a\r\nb", "a\n\n# b", "a\n\n</details>", "a\u2028b", "a\u0085b", "a\vb",
        "\u202Eevil\u202C", "\u2066x\u2069", "zero\u200Bwidth", "\u200D", "\uFEFFbom", "soft\u00ADhyphen", "\u061C", "\u2060", "a\0b",
        "\u001B[31mred", "\u007F", "\u009F", "\uD800", "x\uDC00y", "\U000E0041tag", "\U0001F600", "é ü 漢字 עברית", "",
        " ", "  two  ",
        "| --- | --- |", "|---|\n|---|", "!", "{x}", "{{x}}", "%s", "'\"", "a  \nb", "1.5 %", "-1", "+1", "=1+1", "--", "–", "…",
    ];

    [Fact]
    public void Escape_leaves_nothing_that_GitHub_acts_on() => AssertHarmless(Nasty);

    /// <summary>Fragments in any order make what nobody thought of.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Escape_of_texts_drawn_from_fragments_leaves_nothing_either(int seed)
    {
        var random = new Random(seed);
        AssertHarmless([.. Enumerable.Range(0, 400).Select(_ => string.Concat(
            Enumerable.Range(0, random.Next(1, 6)).Select(_ => Nasty[random.Next(Nasty.Count)])))]);
    }

    [Fact]
    public void Code_and_fences_show_the_text_and_end_where_they_should()
    {
        foreach (string text in Nasty)
        {
            string[] lines = text.Split('\n');
            XElement body = CommonMark.Render(
                $"a {MarkdownText.Code(text)} b\n\n- {string.Join("\n  ", MarkdownText.Fence("text", lines))}\n\nend\n");
            XElement code = body.Element("p")!.Element("code")!;
            Assert.Equal(Plain(text).Trim(), code.Value.Trim());
            Assert.Equal("a ", ((XText)code.PreviousNode!).Value);
            Assert.Equal(" b", ((XText)code.NextNode!).Value);
            XElement block = body.Element("ul")!.Element("li")!.Element("pre")!;
            Assert.Equal(string.Join('\n', lines.Select(Plain)) + "\n", block.Value);
            Assert.Equal("end", body.Elements("p").Last().Value);
        }
    }

    [Theory]
    [InlineData("0123456789abcdef", "`0123456789ab`")]
    [InlineData("short", "`short`")]
    [InlineData("a`b|c\n</sub>", "`abcsub`")]
    [InlineData("|`", "–")]
    [InlineData("", "–")]
    public void Hash_is_code_whatever_claims_to_be_one(string text, string expected) => Assert.Equal(expected, MarkdownText.Hash(text));

    [Fact]
    public void Cut_leaves_no_half_of_a_character() => Assert.Equal("ab…", MarkdownText.Cut("ab\U0001F600c", 3));

    private static void AssertHarmless(IReadOnlyList<string> texts)
    {
        IEnumerable<string> rows = texts.Select(text => $"| {MarkdownText.Escape(text)} | end |");
        IEnumerable<string> items = texts.Select(text => $"- {MarkdownText.Escape(text)}");
        IEnumerable<string> titles = texts.Select(text => $"## a {MarkdownText.Escape(text)}\n");
        XElement body = CommonMark.Render(
            $"| a | b |\n|---|---|\n{string.Join('\n', rows)}\n\n<details><summary>x</summary>\n\n{string.Join('\n', items)}\n\n"
            + $"</details>\n\n{string.Join('\n', titles)}\n");

        XElement[] cells = [.. body.Element("table")!.Element("tbody")!.Elements("tr").Select(row =>
        {
            Assert.Equal(2, row.Elements("td").Count());
            return row.Element("td")!;
        })];
        XElement[] listed = [.. body.Element("details")!.Element("ul")!.Elements("li")];
        XElement[] headings = [.. body.Elements("h2")];
        foreach (XElement[] places in (XElement[][])[cells, listed, headings])
        {
            Assert.Equal(texts.Count, places.Length);
            foreach ((string text, XElement place) in texts.Zip(places))
            {
                Assert.All(place.Descendants(), element => Assert.Equal(
                    ("span", "$", false), (element.Name.LocalName, element.Value, element.HasAttributes)));
                string shown = place.Value.Replace("\u200B", "", StringComparison.Ordinal);
                Assert.Equal(Squeezed((places == headings ? "a " : "") + Plain(text)), Squeezed(shown));
            }
        }

        Assert.Empty(GitHubReferences.In(body));
    }

    /// <summary>In one line, with code points for what would not show: written anew here, from the Unicode category alone.</summary>
    private static string Plain(string text)
    {
        string line = LineEnds().Replace(text, " ");
        return string.Concat(line.EnumerateRunes().Zip(Points(line)).Select(pair =>
        {
            (System.Text.Rune rune, int point) = pair;
            bool isHidden = point is >= 0xD800 and <= 0xDFFF
                || System.Text.Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Control
                    or System.Globalization.UnicodeCategory.Format;
            return isHidden ? $"⟨U+{point:X4}⟩" : rune.ToString();
        }));
    }

    /// <summary>Of each rune, and of a lone surrogate where the rune is its replacement.</summary>
    private static IEnumerable<int> Points(string text)
    {
        int position = 0;
        foreach (System.Text.Rune rune in text.EnumerateRunes())
        {
            yield return char.IsSurrogate(text[position]) && !char.IsSurrogatePair(text, position) ? text[position] : rune.Value;
            position += rune.Utf16SequenceLength;
        }
    }

    private static string Squeezed(string text) => Spaces().Replace(text, " ").Trim();

    [GeneratedRegex(@"\r\n|[\n\r\t\v\f\u0085\u2028\u2029]")]
    private static partial Regex LineEnds();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
