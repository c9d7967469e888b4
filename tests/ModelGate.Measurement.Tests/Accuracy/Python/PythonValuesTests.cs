using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Tests.Accuracy.Python;

/// <summary>Expected texts come from CPython 3.11.</summary>
public sealed class PythonValuesTests
{
    private static readonly OrderedDictionary<string, object?> Document = new()
    {
        ["a"] = "é\u2028\"\\\n\a",
        ["b"] = new List<object?> { 1L, 2.0, null, true, new OrderedDictionary<string, object?>() },
        ["c"] = new OrderedDictionary<string, object?>(),
        ["d"] = new List<object?>(),
        ["e"] = new OrderedDictionary<string, object?> { ["x"] = new List<object?> { 1L } },
    };

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1.0, "1.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(123456789012345680.0, "1.2345678901234568e+17")]
    [InlineData(1e-4, "0.0001")]
    [InlineData(1e-5, "1e-05")]
    [InlineData(-2.5e-7, "-2.5e-07")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e+308")]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(100.0, "100.0")]
    [InlineData(1.0 / 3, "0.3333333333333333")]
    public void Repr_of_floats_equals_python(double value, string expected) => Assert.Equal(expected, PythonRepr.Repr(value));

    [Theory]
    [InlineData("it's", "\"it's\"")]
    [InlineData("a\"b", "'a\"b'")]
    [InlineData("a'b\"c", "'a\\'b\"c'")]
    [InlineData("\n\t\\", "'\\n\\t\\\\'")]
    [InlineData("\a\u200b\ue000é😀\u00a0\u3000", "'\\x07\\u200b\\ue000é😀\\xa0\\u3000'")]
    public void Repr_of_texts_equals_python(string value, string expected) => Assert.Equal(expected, PythonRepr.Repr(value));

    [Fact]
    public void Repr_of_lists_and_dictionaries_equals_python() =>
        Assert.Equal("{'k': [1, None, True, 'x']}", PythonRepr.Str(
            new OrderedDictionary<string, object?> { ["k"] = new List<object?> { 1L, null, true, "x" } }));

    [Fact]
    public void Dumps_equals_python()
    {
        Assert.Equal(
            "{\n  \"a\": \"é\u2028\\\"\\\\\\n\\u0007\",\n  \"b\": [\n    1,\n    2.0,\n    null,\n    true,\n    {}\n  ],\n"
            + "  \"c\": {},\n  \"d\": [],\n  \"e\": {\n    \"x\": [\n      1\n    ]\n  }\n}",
            PythonJson.Dumps(Document, indent: 2));
        Assert.Equal(
            "{\"a\": \"é\u2028\\\"\\\\\\n\\u0007\", \"b\": [1, 2.0, null, true, {}], \"c\": {}, \"d\": [], \"e\": {\"x\": [1]}}",
            PythonJson.Dumps(Document));
    }

    [Fact]
    public void Hash_of_a_document_equals_the_harness() => Assert.Equal(
        "4bc5e934d4d1a59d57fdc4f8959ca4a0daeaddaa56feff68af16246fda3d57be",
        PythonHash.Of(PythonJson.Dumps(new OrderedDictionary<string, object?> { ["question"] = "q", ["n"] = 1L }, indent: 2)));

    [Theory]
    [InlineData("a b", 2)]
    [InlineData(" a b ", 4)]
    [InlineData("", 1)]
    [InlineData("a\n\n b", 2)]
    [InlineData("a\u2003b\u001cc", 3)]
    public void WordCount_equals_the_harness(string text, int words) => Assert.Equal(words, PythonText.WordCount(text));

    [Fact]
    public void Length_counts_code_points() => Assert.Equal((3, 6), (PythonText.Length("a😀b"), PythonText.Utf8Length("a😀b")));

    [Theory]
    [InlineData("0", true, 0)]
    [InlineData("12", true, 12)]
    [InlineData("012", false, 0)]
    [InlineData("", false, 0)]
    [InlineData("-1", false, 0)]
    [InlineData("1.0", false, 0)]
    public void TryParseDigits_takes_what_python_takes(string text, bool expected, long value)
    {
        Assert.Equal(expected, PythonText.TryParseDigits(text, out long parsed));
        if (expected) Assert.Equal(value, parsed);
    }
}
