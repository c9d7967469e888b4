using System.Text.Json;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Filters;
using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Measurement.Tests.Accuracy.Metrics;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Tests.Accuracy.Filters;

public sealed class FilterTests
{
    private static readonly Document Doc = new(0, new OrderedDictionary<string, object?> { ["prompt"] = "def f():\n" }, new("d.jsonl", 1));

    private static IReadOnlyList<string> Apply(IFilter filter, string[] answers, params IReadOnlyList<(string, object?)> arguments) =>
        filter.Bind(new(PartSpec.Of(filter.Name, arguments)))(answers, Doc);

    [Theory]
    [InlineData("a 1 b 22", "[0-9]+", 0L, "1")]
    [InlineData("a 1 b 22", "[0-9]+", -1L, "22")]
    [InlineData("a 1", "[0-9]+", 1L, "[invalid]")]
    [InlineData("a 1", "[0-9]+", -2L, "[invalid]")]
    [InlineData("none", "[0-9]+", 0L, "[invalid]")]
    [InlineData("x= 7 ", "x=(.*)", 0L, "7")]
    [InlineData("b", "(a)|(b)", 0L, "b")]
    [InlineData("xy", "x(z)?y", 0L, "")]
    [InlineData("xy", "x(z)?(w)?y", 0L, "[invalid]")]
    public void Regex_picks_match_and_group_as_the_harness(string answer, string pattern, long select, string expected) =>
        Assert.Equal([expected], Apply(new RegexFilter(), [answer], ("regex_pattern", pattern), ("group_select", select)));

    [Fact]
    public void Regex_fallback_can_be_given() =>
        Assert.Equal(["?"], Apply(new RegexFilter(), ["none"], ("regex_pattern", "x"), ("fallback", "?")));

    [Fact]
    public void Text_filters_change_every_answer()
    {
        Assert.Equal(["a b", "c"], Apply(new RemoveWhitespace(), ["\u2003a b\n", "c\u001c"]));
        Assert.Equal(["é"], Apply(new Lowercase(), ["É"]));
        Assert.Equal(["É"], Apply(new Uppercase(), ["é"]));
    }

    [Fact]
    public void Selection_filters_choose_among_answers()
    {
        Assert.Equal(["a"], Apply(new TakeFirst(), ["a", "b"]));
        Assert.Equal(["a", "b"], Apply(new TakeFirstK(), ["a", "b", "c"], ("k", 2L)));
        Assert.Throws<DiagnosticException>(() => Apply(new TakeFirstK(), ["a"], ("k", 2L)));
        Assert.Throws<DiagnosticException>(() => Apply(new TakeFirstK(), ["a"]));
        Assert.Equal(["b"], Apply(new MajorityVote(), ["a", "b", "b"]));
        Assert.Equal(["a"], Apply(new MajorityVote(), ["a", "b"]));
    }

    [Fact]
    public void Map_replaces_by_key_else_by_default()
    {
        OrderedDictionary<string, object?> mapping = new() { ["A"] = 1L };
        Assert.Equal(["1", "0"], Apply(new MapFilter(), ["A", "B"], ("mapping_dict", mapping), ("default_value", "0")));
        Assert.Equal(["None"], Apply(new MapFilter(), ["B"], ("mapping_dict", mapping)));
    }

    [Fact]
    public void BuildProgram_puts_the_prompt_in_front()
    {
        Assert.Equal(["def f():\n  pass"], Apply(new ProgramFilter(), ["  pass"]));
        Assert.Equal(["def f():\n  pass\n", "def f():\n"], Apply(new ProgramFilter(), ["  pass\n```\nx", "```"], ("until", "```")));
        Assert.Throws<DiagnosticException>(() => Apply(new ProgramFilter(), ["x"], ("prompt_field", "code")));
    }

    [Theory]
    [InlineData("\ndef f():\n    pass\n```\nDone. ```x```", "def f():\n    pass")]
    [InlineData("def f():\n    pass\n```", " f():\n    pass")]
    [InlineData("python\nx = 1\n```", "x = 1")]
    [InlineData("x = 1\n", "")]
    [InlineData("```python\nx\n```", "")]
    public void CodeBlock_is_the_first_that_the_prompt_opened(string answer, string code) =>
        Assert.Equal([code], Apply(new CodeBlock(), [answer]));
}
