using System.Text.Json;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Documents.Processors;
using ModelGate.Measurement.Accuracy.Python;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Measurement.Tests.Accuracy.Documents.Processors;

/// <summary>Expected values are those of the harness's Python functions; recorded prompts hold more of them.</summary>
public sealed class ProcessorTests
{
    private static Document[] Process(IDocumentProcessor processor, params IReadOnlyList<string> rows) =>
        [.. processor.Bind(new(PartSpec.Of(processor.Name)))([.. rows.Select(
            (row, i) => new Document(i, JsonValues.Fields(JsonElement.Parse(row)), new("d.jsonl", i + 1, 1)))])];

    [Theory]
    [InlineData("Turn it off.", "turn IT on.", "[step] Go [title] on  and  on", " Go. on and on")]
    [InlineData("A", "", "[header] x", " x")]
    [InlineData("A", "b", "a [x\\ny] [z]", "a [x\\ny] ")]
    public void HellaSwag_cleans_in_the_harness_order(string first, string second, string ending, string cleaned)
    {
        Document found = Assert.Single(Process(
            new HellaSwag(),
            $$"""{"ctx_a": "{{first}}", "ctx_b": "{{second}}", "activity_label": "L", "endings": ["{{ending}}"], "label": "3"}"""));
        string capitalised = second.Length == 0 ? "" : char.ToUpperInvariant(second[0]) + second[1..].ToLowerInvariant();
        Assert.Equal($"L: {first} {capitalised}".TrimEnd(), found.Text("query"));
        Assert.Equal([cleaned.Replace("\\n", "\n", StringComparison.Ordinal)], found.Texts("choices"));
        Assert.Equal(3L, found.Fields["gold"]);
        Assert.Equal(["ctx_a", "ctx_b", "activity_label", "endings", "label", "query", "choices", "gold"], found.Fields.Keys);
    }

    /// <summary>The published processed documents are of other hands than the code that is checked.</summary>
    [Fact]
    public void HellaSwag_rebuilds_the_published_documents()
    {
        string folder = Path.Combine(Repository.Shared ?? "", "data", "hellaswag");
        if (!Directory.Exists(folder)) Assert.Skip("The benchmark documents are not here (MODELGATE_SHARED).");
        Document[] found = Process(new HellaSwag(), [.. File.ReadLines(Path.Combine(folder, "validation_rebuilt.jsonl"))]);
        JsonElement[] published =
            [.. File.ReadLines(Path.Combine(folder, "validation_processed.jsonl")).Select(line => JsonElement.Parse(line))];
        Assert.Equal(published.Length, found.Length);
        foreach ((JsonElement row, Document document) in published.Zip(found))
        {
            Assert.Equal(row.GetProperty("query").GetString(), document.Text("query"));
            Assert.Equal(row.GetProperty("choices").EnumerateArray().Select(choice => choice.GetString()), document.Texts("choices"));
            Assert.Equal(row.GetProperty("gold").GetInt64(), document.Fields["gold"]);
        }
    }

    [Fact]
    public void ArcFourOptions_drops_other_counts_and_turns_digits_into_letters()
    {
        Document[] found = Process(
            new ArcFourOptions(),
            """{"choices": {"text": ["a", "b", "c", "d"], "label": ["1", "2", "3", "4"]}, "answerKey": "4"}""",
            """{"choices": {"text": ["a", "b", "c"], "label": ["A", "B", "C"]}, "answerKey": "A"}""",
            """{"choices": {"text": ["a", "b", "c", "d"], "label": ["A", "B", "C", "D"]}, "answerKey": "B"}""");
        Assert.Equal(["D", "B"], found.Select(document => document.Text("answerKey")));
        Assert.Equal(
            """{"choices": {"text": ["a", "b", "c", "d"], "label": ["A", "B", "C", "D"]}, "answerKey": "D"}""",
            PythonJson.Dumps(found[0].Fields));
    }

    [Fact]
    public void Gpqa_shuffles_on_with_one_generator_of_seed_0()
    {
        // random.seed(0), then shuffle of two lists of four in turn.
        const string row =
            """{"Question": "", "Correct Answer": "S", "Incorrect Answer 1": "T", "Incorrect Answer 2": "F", "Incorrect Answer 3": null}""";
        Document[] found = Process(new Gpqa(), row, row);
        string[] Options(int i) => [.. Enumerable.Range(1, 4).Select(n => found[i].Text($"choice{n}"))];
        Assert.Equal([" ", "T", "F", "S"], Options(0));
        Assert.Equal(["T", "F", "S", " "], Options(1));
        Assert.Equal(["(D)", "(C)"], found.Select(document => document.Text("answer")));
    }

    [Theory]
    [InlineData(@"so \boxed{1} or \boxed{\frac{1}{2}}.", @"\frac{1}{2}")]
    [InlineData(@"so $\boxed 7$ and $\boxed 8$, yes", "8")]
    [InlineData(@"so \boxed{open", MathHard.InvalidAnswer)]
    [InlineData(@"so \fbox{3}", MathHard.InvalidAnswer)]
    [InlineData("nothing", MathHard.InvalidAnswer)]
    public void MathHard_takes_the_last_box(string solution, string answer) => Assert.Equal(answer, MathHard.LastBoxed(solution));

    [Fact]
    public void MathHard_keeps_level_5()
    {
        Document found = Assert.Single(Process(
            new MathHard(), """{"level": "Level 4", "solution": ""}""", """{"level": "Level 5", "solution": "\\boxed{x}"}"""));
        Assert.Equal((1, "x"), (found.Id, found.Text("answer")));
    }

    [Fact]
    public void Field_of_another_kind_is_refused_at_the_document()
    {
        Diagnostic found = Assert.Single(Assert.Throws<DiagnosticException>(
            () => Process(new MathHard(), """{"level": 5, "solution": ""}""")).Diagnostics);
        Assert.Equal((TaskCodes.WrongFieldValue, 1), (found.Code, found.At.Line));
    }
}
