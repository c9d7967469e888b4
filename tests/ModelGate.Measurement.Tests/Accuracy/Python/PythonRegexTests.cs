using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Tests.Accuracy.Python;

public sealed class PythonRegexTests
{
    [Theory]
    [InlineData("(?P<n>a)(?P=n)", "(?<n>a)\\k<n>")]
    [InlineData("a\\Z", "a\\z")]
    [InlineData("a{,3}", "a{0,3}")]
    [InlineData("a{,b}", "a{,b}")]
    [InlineData("[a-z-[b]", "[a-z-\\[b]")]
    [InlineData("[]a]", "[\\]a]")]
    [InlineData("[^]a]\\[", "[^\\]a]\\[")]
    [InlineData("#### (\\-?[0-9\\.\\,]+)", "#### (\\-?[0-9\\.\\,]+)")]
    public void Translate_python_spelling_becomes_dotnet(string python, string expected) =>
        Assert.Equal(expected, PythonRegex.Translate(python));

    [Fact]
    public void Compile_class_with_bracket_matches_like_python() => Assert.Equal("[-", PythonRegex.Compile("[-[]+").Match("ab[-c").Value);
}
