using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Tests.Accuracy.Python;

/// <summary>Expectations are those of CPython 3.11, <c>json.loads</c>.</summary>
public sealed class PythonJsonSyntaxTests
{
    [Theory]
    [InlineData("NaN", true)]
    [InlineData("-Infinity", true)]
    [InlineData("Infinity1", false)]
    [InlineData("nan", false)]
    [InlineData("[1,]", false)]
    [InlineData("[1 2]", false)]
    [InlineData("{\"a\":1,\"a\":2}", true)]
    [InlineData("{\"a\":1,}", false)]
    [InlineData("{\"a\"}", false)]
    [InlineData("{1:2}", false)]
    [InlineData("{\"a\" : [1 , {\"b\":null}, [], {}]}", true)]
    [InlineData("[[[]]]", true)]
    [InlineData("[[]", false)]
    [InlineData("[}", false)]
    [InlineData("\"\\ud800\\n\\/\"", true)]
    [InlineData("\"\\x41\"", false)]
    [InlineData("\"\\u12\"", false)]
    [InlineData("\"\t\"", false)]
    [InlineData("\"a", false)]
    [InlineData("01", false)]
    [InlineData("1.", false)]
    [InlineData(".5", false)]
    [InlineData("+1", false)]
    [InlineData("-", false)]
    [InlineData("1e5", true)]
    [InlineData("-0.5E-3", true)]
    [InlineData("1e", false)]
    [InlineData(" \t\r\n true ", true)]
    [InlineData("\u00a01", false)]
    [InlineData("\ufeff1", false)]
    [InlineData("true false", false)]
    [InlineData("", false)]
    public void IsValid_is_what_Python_loads(string text, bool expected) => Assert.Equal(expected, PythonJsonSyntax.IsValid(text));

    [Fact]
    public void IsValid_whole_numbers_have_at_most_4300_digits()
    {
        Assert.True(PythonJsonSyntax.IsValid(new string('9', 4300)));
        Assert.False(PythonJsonSyntax.IsValid(new string('9', 4301)));
        Assert.True(PythonJsonSyntax.IsValid(new string('9', 4301) + ".0"));
    }

    [Fact]
    public void IsValid_deep_nesting_does_not_need_the_stack() =>
        Assert.True(PythonJsonSyntax.IsValid(new string('[', 100_000) + new string(']', 100_000)));
}
