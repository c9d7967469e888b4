using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Accuracy.InstructionFollowing;
using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Measurement.Accuracy.Results;
using ModelGate.Measurement.Tests.Accuracy.Evaluation;
using ModelGate.Measurement.Tests.Accuracy.Prompts;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Engines;
using ModelGate.Testing;

namespace ModelGate.Measurement.Tests.Accuracy.InstructionFollowing;

public sealed class InstructionMetricTests
{
    private const string NoComma = "punctuation:no_comma", Quotation = "startend:quotation", Title = "detectable_format:title";

    private static readonly TaskDefinition Task = TestTasks.Task(OutputType.GenerateUntil, "{{prompt}}", new FieldSpec.Index(0)) with
    {
        Metrics =
        [
            new(PartSpec.Of("prompt_level_strict_acc")), new(PartSpec.Of("inst_level_strict_acc")), new(PartSpec.Of("strict_acc")),
        ],
    };

    /// <summary>One instruction, followed; one of three followed strictly, two loosely; none of two followed.</summary>
    private static readonly (Document Document, string Reply)[] Replies =
    [
        (InstructionDocuments.Of((NoComma, "{}")), "fine"),
        (InstructionDocuments.Of((NoComma, "{}"), (Quotation, "{}"), (Title, "{}")), "Sure:\n\"x\""),
        (InstructionDocuments.Of((NoComma, "{}"), (Quotation, "{}")), "no, no"),
    ];

    private static readonly DocumentOutcome[] Outcomes =
        [.. Replies.Select(reply => new DocumentOutcome.Generated(reply.Document, [reply.Reply], []))];

    private static double Score(string name) => Aggregated(name, Values(name));

    private static IReadOnlyList<SampleValue> Values(string name) =>
        TestCatalog.WithoutSandbox.Metric(name)!.Bind(new(PartSpec.Of(name)))(Outcomes, TestContext.Current.CancellationToken);

    private static double Aggregated(string name, IReadOnlyList<SampleValue> values) => TestCatalog.WithoutSandbox
        .Aggregation(TestCatalog.WithoutSandbox.Metric(name)!.AggregationFor(OutputType.GenerateUntil)!)!.Aggregate(values);

    [Fact]
    public void Instruction_level_pools_and_prompt_level_needs_all()
    {
        Assert.Equal(1.0 / 3, Score("prompt_level_strict_acc"), 1e-15);
        Assert.Equal(1.0 / 3, Score("prompt_level_loose_acc"), 1e-15);

        // Not the mean of 1, 1/3 and 0.
        Assert.Equal(2.0 / 6, Score("inst_level_strict_acc"), 1e-15);
        Assert.Equal(3.0 / 6, Score("inst_level_loose_acc"), 1e-15);
        Assert.Null(new InstructionLevelAccuracy().StandardError(Values("inst_level_loose_acc")));
    }

    /// <summary>½·p + ½·f·n/Σk with n = 3 and Σk = 6.</summary>
    [Fact]
    public void StrictAcc_values_average_to_the_mean_of_both_levels()
    {
        Assert.Equal([0.5 + 0.25, 0.25, 0], Values("strict_acc").Select(value => value.Value));
        Assert.Equal((Score("prompt_level_strict_acc") + Score("inst_level_strict_acc")) / 2, Score("strict_acc"), 1e-15);
    }

    [Fact]
    public void AggregationFor_fits_generated_answers_only()
    {
        Assert.Null(new StrictAcc().AggregationFor(OutputType.MultipleChoice));
        Assert.Throws<DiagnosticException>(() => new StrictAcc().Bind(new(PartSpec.Of("strict_acc", ("k", 1L)))));
    }

    [Fact]
    public void Prepare_tells_of_malformed_documents_before_a_model_is_asked()
    {
        Document[] documents = [Replies[0].Document, InstructionDocuments.Of(("no", "{}"), ("none", "{}"))];
        DiagnosticException error = Assert.Throws<DiagnosticException>(() => Preparation(documents).Prepare(Task, new()));
        Assert.Equal(
            ["There is no instruction 'no'.", "There is no instruction 'none'."], error.Diagnostics.Select(found => found.Problem));
    }

    [Fact]
    public void Evaluate_results_say_what_is_approximate_and_samples_keep_each_instruction()
    {
        TaskResult result = Evaluate(Task);
        Assert.NotEmpty(result.Approximations);
        Assert.Equal(new StrictAcc().Approximations, result.Approximations);

        using TemporaryFolder folder = new();
        Write(folder, result);
        string written = File.ReadAllText(Path.Combine(folder.Path, "results.json"));
        Assert.Contains("\"approximations\": [", written, StringComparison.Ordinal);
        Assert.Contains("\"inst_level_strict_acc_stderr,none\": \"N/A\"", written, StringComparison.Ordinal);
        IReadOnlyList<SampleRecord> samples = SamplesReader.Read(Path.Combine(folder.Path, SamplesWriter.FileName(Task.Name)));
        Assert.Equal([true, true, false], samples[1].Scores["inst_level_strict_acc"].Parts);
        Assert.Equal([1, 2, 2], samples.Select(sample => sample.Scores["inst_level_strict_acc"].Value));
        Assert.Equal([1, 3, 2], samples.Select(sample => sample.Scores["inst_level_strict_acc"].Weight));
    }

    /// <summary>The harness's files have the two levels and not their mean.</summary>
    [Fact]
    public void Read_results_with_both_levels_have_the_leaderboards_score()
    {
        TaskResult full = Evaluate(Task);
        using TemporaryFolder folder = new();
        Write(folder, Evaluate(Task with { Metrics = [.. Task.Metrics.SkipLast(1)] }));
        StatedTask stated = EvaluationResults.Read(folder.Path).Task(Task.Name)!;
        Assert.Equal(full.Metrics[2].Value, stated.Scores.Single(score => score.Key == "strict_acc,none").Value, 1e-15);
        Assert.Equal(
            full.Metrics[2].Values.Select(value => value.Value),
            stated.ReadSamples().Select(sample => sample.Scores["strict_acc"].Value));
    }

    [Fact]
    public void Read_results_that_state_the_score_keep_it()
    {
        using TemporaryFolder folder = new();
        Write(folder, Evaluate(Task));
        StatedTask stated = EvaluationResults.Read(folder.Path).Task(Task.Name)!;
        Assert.Single(stated.Scores, score => score.Metric == "strict_acc");
    }

    private static TaskResult Evaluate(TaskDefinition task) => new Evaluator(new ScriptedEngine
    {
        Answer = _ => new([1], "\"x\"", FinishReason.Stop, 0, [0], 0),
    }).Evaluate(
        Preparation([.. Replies.Select(reply => reply.Document)]).Prepare(task, new()), cancel: TestContext.Current.CancellationToken);

    private static void Write(TemporaryFolder folder, TaskResult result) =>
        new ResultsWriter(new("model", null, new ScriptedEngine().Identity, "test", 0, 0)).Write(
            folder.Path, [new TaskSelection.Single(result.Task.Task)], [result]);

    private static TaskPreparation Preparation(IReadOnlyList<Document> documents) => new(
        new GivenDocuments(new([.. documents.Select((document, i) => document with { Id = i })])), TestCatalog.WithoutSandbox, null);

    private sealed class GivenDocuments(DocumentSet documents) : IDocumentSource
    {
        public DocumentSet Read(DatasetReference dataset, string split, SourcePoint task) => documents;
    }
}
