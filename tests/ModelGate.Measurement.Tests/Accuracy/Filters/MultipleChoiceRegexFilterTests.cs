using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Filters;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Tests.Accuracy.Filters;

/// <summary>Expected values are those of lm_eval/filters/extraction.py.</summary>
public sealed class MultipleChoiceRegexFilterTests
{
    private static string Apply(string answer, object? choices, params IReadOnlyList<(string, object?)> arguments)
    {
        Document document = new(0, new OrderedDictionary<string, object?> { ["choices"] = choices }, new("d.jsonl", 7, 1));
        return new MultipleChoiceRegexFilter().Bind(new(PartSpec.Of("multi_choice_regex", arguments)))([answer], document).Single();
    }

    [Theory]
    [InlineData("The best answer is C or B", "C")]
    [InlineData("it is two, surely", "(B)")]
    [InlineData("mine: 1.5?", "(A)")]
    [InlineData("the first: none", "[invalid]")]
    public void Apply_takes_the_pattern_then_an_options_text(string answer, string expected) => Assert.Equal(
        expected, Apply(answer, new List<object?> { " 1.5? ", "two", "three", "four" }, ("regex_pattern", "([ABCD])")));

    [Fact]
    public void Apply_takes_a_letter_behind_a_colon_last() => Assert.Equal(
        "(B)", Apply("Answer:  B", new List<object?> { "x y", "z" }, ("regex_pattern", "is ([AB])")));

    [Fact]
    public void Apply_options_of_an_object_are_its_keys()
    {
        Dictionary<string, object?> choices = new() { ["text"] = new List<object?> { "sun" }, ["label"] = new List<object?> { "A" } };
        Assert.Equal("[invalid]", Apply("the sun", choices, ("regex_pattern", "([ABCD])")));
        Assert.Equal("(B)", Apply("a label", choices, ("regex_pattern", "([ABCD])")));
    }

    [Fact]
    public void Apply_ignores_what_it_is_told_to_when_it_looks_for_texts() => Assert.Equal(
        "(A)",
        Apply(
            "IT IS: $BIG-CAT", new List<object?> { "Big cat!", "dog" },
            ("regex_pattern", "(x)"),
            ("ignore_case", true),
            ("ignore_punctuation", true),
            ("regexes_to_ignore", new List<object?> { "\\$", "[- ]" })));

    [Fact]
    public void Apply_document_without_options_is_refused()
    {
        DiagnosticException error = Assert.Throws<DiagnosticException>(() => Apply("x", "no list", ("regex_pattern", "(y)")));
        Assert.Equal(7, error.Diagnostics[0].At.Line);
    }
}
