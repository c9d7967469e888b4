using ModelGate.Models.Tokenizers.Patterns;

namespace ModelGate.Models.Tests.Tokenizers;

/// <summary>Expected matches are Oniguruma's, through the Rust library 0.22.2.</summary>
public sealed class RegexMatcherTests
{
    [Theory]
    [InlineData("a|ab", "ab", "a")]
    [InlineData("(?>a|ab)c", "abc", "")]
    [InlineData("a+ab", "aaab", "aaab")]
    [InlineData("a++ab", "aaab", "")]
    [InlineData("a?+a", "a", "")]
    [InlineData("(ab)*+ab", "abab", "")]
    [InlineData("a{2,3}", "aaaaa", "aaa aa")]
    [InlineData("a{2}?", "aaaaa", "aa aa")]
    [InlineData("a{2,3}?", "aaaaa", "aa aa")]
    [InlineData("a{,2}b", "aaab", "aab")]
    [InlineData("a{x}", "a{x}", "a{x}")]
    [InlineData("(?:a|b)+?c", "abac", "abac")]
    [InlineData("(?:a?)*b", "aab", "aab")]
    [InlineData(@"\s+(?!\S)", "a   b  ", "  ·  ")]
    [InlineData("(?<=a|bc)x", "axbcxcx", "x x")]
    [InlineData("(?<!a)x", "axbx", "x")]
    [InlineData(@"\p{N}{1,3}", "12345 ٣", "123 45 ٣")]
    [InlineData(@"\p{^L}+", "ab12cd", "12")]
    [InlineData(@"\P{L}+", "ab12cd", "12")]
    [InlineData("[^\\r\\n\\p{L}]+", "a12\r\n3b", "12 3")]
    [InlineData("[a-z&&[^aeiou]]+", "hello", "h ll")]
    [InlineData("[[:punct:]]+", "a$+b", "$+")]
    [InlineData("[]a]+", "x]a", "]a")]
    [InlineData("[a\\-z]+", "m-z", "-z")]
    [InlineData("(?i:'s|'t)", "'S 'ſ 'T", "'S 'ſ 'T")]
    [InlineData("(?i)k", "kK\u212A", "k K \u212A")]
    [InlineData("(?i:a)b", "AB Ab", "Ab")]
    [InlineData("a(?i)b|c", "aB aC C", "aB aC")]
    [InlineData(@"\p{L}+", "𝒜𝓫 𐐀x", "𝒜𝓫 𐐀x")]
    [InlineData(@"\p{N}", "𝟘𝟙", "𝟘 𝟙")]
    [InlineData(".", "😀a\n", "😀 a")]
    [InlineData("(?m:.)+", "a\nb", "a\nb")]
    [InlineData(@"\x{1F600}|\u4E16", "😀世", "😀 世")]
    [InlineData("(?<=😀)a", "😀a a", "a")]
    [InlineData("^b|c$", "a\nb c\nc", "b c c")]
    [InlineData(@"\Aa|a\z", "a a a", "a a")]
    [InlineData(@"a\Z", "a\n", "a")]
    [InlineData(@"\b\w+\b", "ab cd½", "ab cd½")]
    [InlineData(@"[\w]+", "cd½", "cd")]
    [InlineData(@"\h+", "xBEEFg", "BEEF")]
    [InlineData("(?<name>a)(b)", "ab", "ab")]
    public void Find_gives_the_matches_of_oniguruma(string pattern, string text, string expected)
    {
        RegexMatcher matcher = new(RegexProgram.Compile(pattern));
        List<string> matches = [];
        for (int from = 0; matcher.Find(text, from, out int start, out int end); from = Math.Max(end, start + 1))
        {
            if (end > start) matches.Add(text[start..end]);
        }

        // A middle dot separates matches that are themselves spaces.
        Assert.Equal(expected, string.Join(expected.Contains('·', StringComparison.Ordinal) ? "·" : " ", matches));
    }

    /// <summary>The search's own stack holds what would otherwise be recursion.</summary>
    [Fact]
    public void Find_in_a_text_of_a_million_characters_needs_no_deep_stack()
    {
        string text = new('a', 1_000_000);
        RegexMatcher matcher = new(RegexProgram.Compile("(?:a|b)*"));

        Assert.True(matcher.Find(text, 0, out int start, out int end));
        Assert.Equal((0, text.Length), (start, end));
    }
}
