using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.InstructionFollowing;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Measurement.Tests.Accuracy.InstructionFollowing;

public sealed class InstructionListTests
{
    private static IReadOnlyList<Diagnostic> Problems(Document document) =>
        Assert.Throws<DiagnosticException>(() => InstructionList.Of(document)).Diagnostics;

    [Fact]
    public void Of_unknown_instruction_names_file_and_line()
    {
        Diagnostic problem = Assert.Single(Problems(InstructionDocuments.Of(("punctuation:no_comma", "{}"), ("keywords:rhyme", "{}"))));
        Assert.Equal(new SourcePoint("input_data.jsonl", 7), problem.At);
        Assert.Contains("'keywords:rhyme'", problem.Problem, StringComparison.Ordinal);
        Assert.Contains("keywords:existence", problem.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("detectable_format:number_bullet_lists", "{}", "lacks its argument 'num_bullets'")]
    [InlineData("detectable_format:number_bullet_lists", """{"num_bullets": null}""", "lacks its argument 'num_bullets'")]
    [InlineData("detectable_format:number_bullet_lists", """{"num_bullets": 0}""", "lacks its argument 'num_bullets'")]
    [InlineData("detectable_format:number_bullet_lists", """{"num_bullets": 1.5}""", "must be a whole number above 0")]
    [InlineData("detectable_format:number_bullet_lists", """{"num_bullets": -1}""", "must be a whole number above 0")]
    [InlineData("keywords:existence", """{"keywords": []}""", "lacks its argument 'keywords'")]
    [InlineData("keywords:existence", """{"keywords": "cat"}""", "must be a list of texts")]
    [InlineData("keywords:existence", """{"keywords": ["("]}""", "must be a pattern")]
    [InlineData("keywords:frequency", """{"keyword": "", "frequency": 1, "relation": "at least"}""", "lacks its argument 'keyword'")]
    [InlineData("keywords:frequency", """{"keyword": "a", "frequency": 1, "relation": "about"}""", "must be 'at least' or 'less than'")]
    [InlineData("keywords:frequency", """{"keyword": "a", "frequency": 1}""", "lacks its argument 'relation'")]
    [InlineData(
        "keywords:letter_frequency", """{"letter": "ab", "let_frequency": 1, "let_relation": "at least"}""", "must be one character")]
    [InlineData(
        "keywords:letter_frequency", """{"letter": null, "let_frequency": 1, "let_relation": "at least"}""",
        "lacks its argument 'letter'")]
    [InlineData("language:response_language", "{}", "lacks its argument 'language'")]
    [InlineData("language:response_language", """{"language": "zh"}""", "zh-cn, zh-tw")]
    [InlineData("combination:repeat_prompt", """{"prompt_to_repeat": ""}""", "lacks its argument 'prompt_to_repeat'")]
    [InlineData("punctuation:no_comma", """{"num_words": 3}""", "has no argument 'num_words'")]
    [InlineData(
        "length_constraints:nth_paragraph_first_word", """{"num_paragraphs": 2, "nth_paragraph": 3, "first_word": "a"}""",
        "must be a whole number from 1 to 2")]
    public void Of_argument_that_the_harness_would_draw_or_refuse_is_a_mistake(string id, string arguments, string problem) =>
        Assert.Contains(problem, Assert.Single(Problems(InstructionDocuments.Of((id, arguments)))).Problem, StringComparison.Ordinal);

    /// <summary>The Hub's copy fills the arguments of all other kinds with null.</summary>
    [Fact]
    public void Of_arguments_of_other_kinds_may_be_empty() => Assert.Single(InstructionList.Of(InstructionDocuments.Of(
        ("punctuation:no_comma", """{"num_words": null, "keywords": [], "frequency": 0, "relation": ""}"""))));

    [Fact]
    public void Of_all_mistakes_of_a_document_come_out_together() => Assert.Equal(4, Problems(InstructionDocuments.Of(
        ("keywords:frequency", "{}"), ("nothing", "{}"))).Count);

    [Fact]
    public void Of_document_of_another_form_is_refused()
    {
        Document document = InstructionDocuments.Of(("punctuation:no_comma", "{}"));
        OrderedDictionary<string, object?> fewer = new(document.Fields) { ["kwargs"] = new List<object?>() };
        Assert.Contains("arguments for 0", Assert.Single(Problems(document with { Fields = fewer })).Problem, StringComparison.Ordinal);
        OrderedDictionary<string, object?> without = new(document.Fields.Where(field => field.Key != "kwargs"));
        Assert.Contains("no list 'kwargs'", Assert.Single(Problems(document with { Fields = without })).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_every_real_document_parses()
    {
        if (Repository.Shared is null) Assert.Skip("The benchmark documents are not here (MODELGATE_SHARED).");
        using SharedDataFolder folder = new();
        string file = Path.Combine(folder.Path, "google", "IFEval", "default", "train.jsonl");
        HashSet<string> ids = [];
        int line = 0;
        foreach (string text in File.ReadLines(file))
        {
            Document document = new(line, JsonValues.Fields(System.Text.Json.JsonElement.Parse(text)), new(file, ++line));
            IReadOnlyList<object?> named = (IReadOnlyList<object?>)document.Fields["instruction_id_list"]!;
            Assert.Equal(named.Count, InstructionList.Of(document).Count);
            ids.UnionWith(named.Cast<string>());
        }

        Assert.Equal(InstructionKinds.All.Select(kind => kind.Id).Order(), ids.Order());
    }
}
