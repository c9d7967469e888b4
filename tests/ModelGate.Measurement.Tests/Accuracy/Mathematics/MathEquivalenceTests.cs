using System.Text.Json;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Accuracy.Mathematics;
using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Measurement.Accuracy.Results;
using ModelGate.Measurement.Tests.Accuracy.Evaluation;
using ModelGate.Measurement.Tests.Accuracy.Prompts;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Engines;
using ModelGate.Testing;

namespace ModelGate.Measurement.Tests.Accuracy.Mathematics;

public sealed class MathEquivalenceTests
{
    [Theory]
    [InlineData("$0.5$", @"\frac{1}{2}", false, Equivalence.Equal)]
    [InlineData("$[2,5)$", "[2,5)", false, Equivalence.Different)]
    [InlineData("$[2,5)$", "[2,5)", true, Equivalence.Equal)]
    [InlineData("$[2, 5)$", "[2,5)", true, Equivalence.Equal)]
    [InlineData("$x = 7$", "7", false, Equivalence.Equal)]
    [InlineData("$n!$", @"n\cdot(n-1)!", true, Equivalence.NotDecided)]
    [InlineData("$8,-112$", "8,-5", true, Equivalence.Equal)]
    [InlineData(@"$\left(x\right)$", "x", true, Equivalence.Different)]
    public void Score_reads_both_ways_of_the_harness(string answer, string gold, bool equalTexts, Equivalence expected) =>
        Assert.Equal(expected, MathEquivalence.Score(Reply(answer), gold, equalTexts));

    [Fact]
    public void Score_of_a_reply_without_the_closing_phrase_is_different_even_from_an_invalid_gold() =>
        Assert.Equal(Equivalence.Different, MathEquivalence.Score("It is 5.", "[invalidanswer]", true));

    [Fact]
    public void Bind_scores_by_the_answer_of_the_document_and_else_by_the_target()
    {
        IReadOnlyList<SampleValue> values = Values(
            Outcome("$5$", "3", ("answer", "5")), Outcome("$3$", "3"), Outcome("$4$", "3"), Outcome("$n!$", @"n\cdot(n-1)!"));
        Assert.Equal([1, 1, 0, 0], values.Select(value => value.Value));
        Assert.Equal([false, false, false, true], values.Select(value => value.IsUndecided));
    }

    [Fact]
    public void Evaluate_results_say_how_many_answers_are_not_decided()
    {
        FieldSpec answer = new FieldSpec.ColumnOrTemplate("answer", default);
        TaskDefinition task = TestTasks.Task(OutputType.GenerateUntil, "{{problem}}", answer) with
        {
            Metrics = [new(PartSpec.Of("exact_match"), Scorer: PartSpec.Of("math_equivalence"))],
        };
        Document[] documents =
        [
            .. new[] { @"n\cdot(n-1)!", "n!", "5" }.Select((gold, i) => new Document(
                i, new Dictionary<string, object?> { ["problem"] = "?", ["answer"] = gold }, default)),
        ];
        ScriptedEngine engine = new() { Answer = _ => new([1], Reply("$n!$"), FinishReason.Stop, 0, [0], 0) };
        TaskResult result = new Evaluator(engine).Evaluate(
            new TaskPreparation(new GivenDocuments(new(documents)), TestCatalog.WithoutSandbox, null).Prepare(task, new()),
            cancel: TestContext.Current.CancellationToken);
        MetricResult metric = Assert.Single(result.Metrics);
        Assert.Equal(("exact_match,none", 1 / 3.0, 1), (metric.Key, metric.Value, metric.Undecided));

        using TemporaryFolder folder = new();
        new ResultsWriter(new("model", null, engine.Identity, "test", 0, 0)).Write(folder.Path, [new TaskSelection.Single(task)], [result]);
        using JsonDocument written = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.Path, "results.json")));
        JsonElement ours = written.RootElement.GetProperty("quantgate").GetProperty("tasks").GetProperty(task.Name);
        Assert.Equal(1, ours.GetProperty("undecided").GetProperty("exact_match,none").GetInt32());
        Assert.Equal(1, ours.GetProperty("approximations").GetArrayLength());
    }

    [Fact]
    public void Bind_refuses_an_unknown_argument()
    {
        PartSpec part = PartSpec.Of("math_equivalence", ("tolerance", 1L));
        Assert.Throws<DiagnosticException>(() => new MathEquivalence().Bind(new(part)));
    }

    private static IReadOnlyList<SampleValue> Values(params DocumentOutcome[] outcomes) =>
        new MathEquivalence().Bind(new(PartSpec.Of("math_equivalence")))(outcomes, TestContext.Current.CancellationToken);

    private static DocumentOutcome.Generated Outcome(string answer, string target, params (string, object?)[] fields)
    {
        Document document = new Document(0, new Dictionary<string, object?>(), default).With(fields);
        return new(document, [Reply(answer)], [target]);
    }

    private static string Reply(string answer) => $"Final Answer: The final answer is {answer}. I hope it is correct.";

    private sealed class GivenDocuments(DocumentSet documents) : IDocumentSource
    {
        public DocumentSet Read(DatasetReference dataset, string split, SourcePoint task) => documents;
    }
}
