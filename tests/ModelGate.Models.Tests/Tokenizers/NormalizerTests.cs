using ModelGate.Models.Tokenizers.Normalizers;

namespace ModelGate.Models.Tests.Tokenizers;

public sealed class NormalizerTests
{
    /// <summary>Rows of Unicode's NormalizationTest.txt: source, NFC, NFD, NFKC, NFKD.</summary>
    [Theory]
    [InlineData("\u1E0A", "\u1E0A", "D\u0307", "\u1E0A", "D\u0307")]
    [InlineData("\u1E0A\u0323", "\u1E0C\u0307", "D\u0323\u0307", "\u1E0C\u0307", "D\u0323\u0307")]
    [InlineData("\u0344", "\u0308\u0301", "\u0308\u0301", "\u0308\u0301", "\u0308\u0301")]
    [InlineData("\u0958", "\u0915\u093C", "\u0915\u093C", "\u0915\u093C", "\u0915\u093C")]
    [InlineData("\u212B", "\u00C5", "A\u030A", "\u00C5", "A\u030A")]
    [InlineData("\uFB01", "\uFB01", "\uFB01", "fi", "fi")]
    [InlineData("\uAC00\u11A8", "\uAC01", "\u1100\u1161\u11A8", "\uAC01", "\u1100\u1161\u11A8")]
    [InlineData("\u1100\u1161\u11A8", "\uAC01", "\u1100\u1161\u11A8", "\uAC01", "\u1100\u1161\u11A8")]
    [InlineData("\u00C1\u00C9", "\u00C1\u00C9", "A\u0301E\u0301", "\u00C1\u00C9", "A\u0301E\u0301")]
    [InlineData("\U0001D15E", "\U0001D157\U0001D165", "\U0001D157\U0001D165", "\U0001D157\U0001D165", "\U0001D157\U0001D165")]
    [InlineData(
        "a\u0315\u0300\u05AE\u0300b",
        "\u00E0\u05AE\u0300\u0315b",
        "a\u05AE\u0300\u0300\u0315b",
        "\u00E0\u05AE\u0300\u0315b",
        "a\u05AE\u0300\u0300\u0315b")]
    [InlineData("\uFDFA", "\uFDFA", "\uFDFA", "صلى الله عليه وسلم", "صلى الله عليه وسلم")]
    public void Apply_gives_the_four_forms(string source, string nfc, string nfd, string nfkc, string nfkd)
    {
        Assert.Equal(nfc, new UnicodeNormalizer(compatible: false, compose: true).Apply(source));
        Assert.Equal(nfd, new UnicodeNormalizer(compatible: false, compose: false).Apply(source));
        Assert.Equal(nfkc, new UnicodeNormalizer(compatible: true, compose: true).Apply(source));
        Assert.Equal(nfkd, new UnicodeNormalizer(compatible: true, compose: false).Apply(source));
    }

    [Fact]
    public void Apply_again_changes_nothing()
    {
        Random random = new(3);
        for (int round = 0; round < 200; round++)
        {
            string text = MixedText.Random(random);
            for (int form = 0; form < 4; form++)
            {
                UnicodeNormalizer normalizer = new(compatible: form >= 2, compose: form % 2 == 0);
                string once = normalizer.Apply(text);
                Assert.Equal(once, normalizer.Apply(once));
            }
        }
    }

    [Fact]
    public void Apply_to_a_hundred_thousand_marks_ends()
    {
        string marks = "a" + string.Concat(Enumerable.Repeat("\u0301\u0323", 50_000));

        Assert.Equal(marks.Length - 1, new UnicodeNormalizer(compatible: false, compose: true).Apply(marks).Length);
    }

    [Theory]
    [InlineData("""{"type":"Lowercase"}""", "ÀΣİ K\u212A", "àσi\u0307 kk")]
    [InlineData("""{"type":"Strip","strip_left":true,"strip_right":true}""", "\u3000 a \n", "a")]
    [InlineData("""{"type":"Strip","strip_left":false,"strip_right":true}""", " a ", " a")]
    [InlineData("""{"type":"Prepend","prepend":"▁"}""", "a", "▁a")]
    [InlineData("""{"type":"Replace","pattern":{"String":" "},"content":"▁"}""", "a  b", "a▁▁b")]
    [InlineData("""{"type":"Replace","pattern":{"Regex":"\\s+"},"content":"$0"}""", "a  b", "a$0b")]
    [InlineData("""{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"A"},{"type":"Lowercase"}]}""", "B", "ab")]
    public void Apply_by_each_kind(string normalizer, string text, string expected)
    {
        using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(normalizer);

        Assert.Equal(expected, Normalizer.Read(new(document.RootElement, "t.json", "$.normalizer")).Apply(text));
    }
}
