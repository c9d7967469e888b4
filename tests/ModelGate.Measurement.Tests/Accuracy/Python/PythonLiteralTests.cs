using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Tests.Accuracy.Python;

public sealed class PythonLiteralTests
{
    [Theory]
    [InlineData("['a', \"it's\", 'x\\'y']", new[] { "a", "it's", "x'y" })]
    [InlineData("[\"a\\n\\x41\\u00e9\\U0001F600\\101\", r'\\n', 'ab' \"cd\",]", new[] { "a\nAé😀A", "\\n", "abcd" })]
    [InlineData("('a', 'b')", new[] { "a", "b" })]
    [InlineData(" [ '''a\nb''' ] ", new[] { "a\nb" })]
    [InlineData("['\\q\\d']", new[] { "\\q\\d" })]
    [InlineData("[]", new string[0])]
    public void TryParseTexts_lists_of_strings_are_read(string text, string[] expected)
    {
        Assert.True(PythonLiteral.TryParseTexts(text, out IReadOnlyList<string> texts));
        Assert.Equal(expected, texts);
    }

    [Theory]
    [InlineData("['a'")]
    [InlineData("['a' 'b', c]")]
    [InlineData("['a',, 'b']")]
    [InlineData("['a' b]")]
    [InlineData("['a\nb']")]
    [InlineData("['\\x4']")]
    [InlineData("[1 2]")]
    [InlineData("__import__('os')")]
    [InlineData("[007]")]
    [InlineData("")]
    public void TryParse_what_python_refuses_is_refused(string text) => Assert.False(PythonLiteral.TryParse(text, out _));

    [Fact]
    public void TryParse_values_of_all_kinds_are_read()
    {
        Assert.True(PythonLiteral.TryParse("{'a': [1, -2.5, 1e3, None, True], 'b': ('x',), 'c': (3)}", out object? value));
        Assert.Equal("{'a': [1, -2.5, 1000.0, None, True], 'b': ['x'], 'c': 3}", PythonRepr.Repr(value));
    }

    [Fact]
    public void TryParse_deep_nesting_is_refused() =>
        Assert.False(PythonLiteral.TryParse(new string('[', 200) + new string(']', 200), out _));
}
