using System.Text.Json;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Measurement.Accuracy.Results;
using ModelGate.Measurement.Tests.Accuracy.Evaluation;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Engines;
using ModelGate.Testing;
using static ModelGate.Measurement.Tests.Accuracy.Prompts.TestTasks;

namespace ModelGate.Measurement.Tests.Accuracy.Results;

public sealed class ResultsFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private TaskResult Evaluate(string name, OutputType output, bool publish = true)
    {
        FieldSpec? choices = output == OutputType.MultipleChoice ? new FieldSpec.Texts(["a", "b"]) : null;
        OrderedDictionary<string, object?> metadata = new() { ["version"] = 2.0 };
        TaskDefinition task = Task(output, output == OutputType.RollingLogLikelihood ? null : "q", Source("t"), choices) with
        {
            Name = name,
            Version = "2.0",
            Configuration = new OrderedDictionary<string, object?> { ["task"] = name, ["metadata"] = metadata },
            Metrics = output switch
            {
                OutputType.MultipleChoice => [new(PartSpec.Of("acc"))],
                OutputType.RollingLogLikelihood => [new(PartSpec.Of("byte_perplexity"))],
                _ => [new(PartSpec.Of("exact_match"))],
            },
            Gating = new() { Chance = 0.5, PublishDocuments = publish },
        };
        string data = _folder.Combine("data.jsonl");
        File.WriteAllText(data, "{\"q\": \"one\", \"t\": \"a\"}\n{\"q\": \"two\", \"t\": \"b\"}\n{\"q\": \"one\", \"t\": \"a\"}");
        ScriptedEngine engine = new()
        {
            Score = request => new(-request.Continuation[^1] / 100.0, false, new float[request.Continuation.Length], 0),
            Answer = _ => new([5], "a", FinishReason.Stop, 0, [], 0),
        };
        PreparedTask prepared = new TaskPreparation(new LocalDocuments(), TestCatalog.WithoutSandbox, null).Prepare(task, new(), new(data));
        return new Evaluator(engine).Evaluate(prepared, cancel: TestContext.Current.CancellationToken);
    }

    private static EvaluationIdentity Identity =>
        new("some/model", "abc", new("cpu", "1", "fp32", "x64", true), "quantgate 0.1.0", 1.5, 2.25);

    [Fact]
    public void Write_results_are_read_back()
    {
        TaskResult choice = Evaluate("choice", OutputType.MultipleChoice), text = Evaluate("text", OutputType.RollingLogLikelihood),
            answers = Evaluate("answers", OutputType.GenerateUntil);
        GroupDefinition group = new(
            "all",
            null,
            [.. new[] { choice, text, answers }.Select(result => new TaskSelection.Single(result.Task.Task))],
            [new("acc", null, true)],
            null,
            default);
        string folder = _folder.Combine("out");
        new ResultsWriter(Identity).Write(folder, [new TaskSelection.Group(group)], [choice, text, answers]);

        EvaluationResults read = EvaluationResults.Read(folder);
        Assert.Equal(("some/model", 3), (read.Model, read.Tasks.Count));
        Assert.Equal(["choice", "text", "answers"], read.Groups["all"]);
        StatedTask stated = read.Task("choice")!;
        StatedScore score = Assert.Single(stated.Scores);
        Assert.Equal(
            (choice.Primary!.Value, choice.Primary.StandardError, (bool?)true), (score.Value, score.StandardError, score.HigherIsBetter));
        Assert.Equal((3, 3, false), (stated.Documents, stated.OriginalDocuments, stated.IsPrefix));
        Assert.Equal(("acc,none", 0.5), (stated.Gating!.PrimaryMetric, stated.Gating.Chance));
        Assert.Null(read.Task("text")!.Scores[0].StandardError);
        foreach (TaskResult result in new[] { choice, text, answers }) CheckSamples(result, read.Task(result.Name)!.ReadSamples());
    }

    private static void CheckSamples(TaskResult result, IReadOnlyList<SampleRecord> read)
    {
        IReadOnlyList<SampleRecord> expected = SampleRecord.Of(result);
        Dictionary<string, SampleValue> none = [];
        Assert.Equal(expected.Select(record => record with { Scores = none }), read.Select(record => record with { Scores = none }));
        Assert.Equal(expected.SelectMany(record => record.Scores), read.SelectMany(record => record.Scores));
    }

    [Fact]
    public void Write_sample_lines_have_the_harness_form()
    {
        new ResultsWriter(Identity).Write(_folder.Path, [], [Evaluate("choice", OutputType.MultipleChoice)]);
        string line = File.ReadLines(_folder.Combine("samples_choice.jsonl")).First();
        JsonElement sample = JsonElement.Parse(line);
        Assert.StartsWith("{\"doc_id\": 0, \"doc\": {\"q\": \"one\", \"t\": \"a\"}, \"target\": \"a\", \"arguments\": {\"gen_args_0\": "
            + "{\"arg_0\": \"one\", \"arg_1\": \" a\"}, \"gen_args_1\": {\"arg_0\": \"one\", \"arg_1\": \" b\"}}, \"resps\": [[[\"-", line,
            StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.String, sample.GetProperty("filtered_resps")[0][1].ValueKind);
        Assert.Equal("acc", sample.GetProperty("metrics")[0].GetString());

        // hashlib.sha256(json.dumps(doc, indent=2, ensure_ascii=False).encode()).hexdigest() and so on, by CPython.
        Assert.Equal("0585f44e02b06f6b18a55622cb014d35caa17b08797a584a98bcd5543398e408", sample.GetProperty("doc_hash").GetString());
        Assert.Equal("7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed", sample.GetProperty("prompt_hash").GetString());
        Assert.Equal("ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb", sample.GetProperty("target_hash").GetString());
    }

    [Fact]
    public void Write_documents_that_must_not_be_published_are_left_out()
    {
        new ResultsWriter(Identity).Write(_folder.Path, [], [Evaluate("secret", OutputType.GenerateUntil, publish: false)]);
        string text = File.ReadAllText(_folder.Combine("samples_secret.jsonl"));
        Assert.DoesNotContain("two", text, StringComparison.Ordinal);
        Assert.Contains("doc_hash", text, StringComparison.Ordinal);
    }

    [Fact]
    public void WritePrompts_gives_prompts_without_a_model()
    {
        SamplesWriter.WritePrompts(_folder.Path, Evaluate("choice", OutputType.MultipleChoice).Task);
        JsonElement sample = JsonElement.Parse(File.ReadLines(_folder.Combine("samples_choice.jsonl")).First());
        Assert.Equal("one", sample.GetProperty("arguments").GetProperty("gen_args_0").GetProperty("arg_0").GetString());
        Assert.False(sample.TryGetProperty("resps", out _));
    }

    [Fact]
    public void Read_harness_files_with_dates_below_the_models_name()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "run", "org__model")).FullName;
        const string results = """
            {"results": {"arc": {"alias": "arc", "acc,none": 0.5, "acc_stderr,none": 0.1, "ppl,none": NaN, "ppl_stderr,none": "N/A"},
                         "suite": {"alias": "suite", "acc,none": 0.5}},
             "group_subtasks": {"arc": [], "suite": ["arc"]}, "versions": {"arc": 1.0},
             "n-samples": {"arc": {"original": 100, "effective": 2}},
             "higher_is_better": {"arc": {"acc": true}}, "model_name": "org/model NaN"}
            """;
        File.WriteAllText(
            Path.Combine(folder, "results_2024-11-02T10-00-00.000001.json"), results.Replace("0.5", "0.25", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(folder, "results_2024-11-03T10-00-00.000001.json"), results);
        File.WriteAllText(
            Path.Combine(folder, "samples_arc_2024-11-03T10-00-00.000001.jsonl"),
            """{"doc_id": 0, "doc": {}, "filter": "none", "acc": 1.0, "doc_hash": "h", "prompt_hash": "p", "metrics": ["acc"]}""");
        EvaluationResults read = EvaluationResults.Read(_folder.Combine("run"));
        StatedTask task = Assert.Single(read.Tasks);
        Assert.Equal((0.5, 0.1, true), (task.Scores[0].Value, task.Scores[0].StandardError!.Value, task.IsPrefix));
        Assert.True(double.IsNaN(task.Scores[1].Value));
        Assert.Equal("org/model NaN", read.Model);
        Assert.Equal(1, Assert.Single(task.ReadSamples()).Scores["acc"].Value);
    }

    [Fact]
    public void Read_older_samples_without_names_of_metrics()
    {
        string file = _folder.Combine("s.jsonl");
        File.WriteAllText(
            file, """{"doc_id": 3, "doc": {}, "target": "x", "doc_hash": "h", "word_perplexity": [-10.5, 3], "resps": [["-10.5"]]}""");
        SampleRecord record = Assert.Single(SamplesReader.Read(file));
        Assert.Equal(new SampleValue(-10.5, 3), record.Scores["word_perplexity"]);
        Assert.Equal(("none", null), (record.Filter, record.PromptHash));
    }

    [Theory]
    [InlineData("{\"a\": 1}")]
    [InlineData("[1]")]
    [InlineData("{")]
    public void Read_other_files_are_refused(string text)
    {
        File.WriteAllText(_folder.Combine("results.json"), text);
        DiagnosticException error = Assert.Throws<DiagnosticException>(() => EvaluationResults.Read(_folder.Path));
        Assert.Equal(TaskCodes.UnreadableResults, error.Diagnostics[0].Code);
    }

    [Fact]
    public void Read_empty_folder_and_bad_sample_line_are_refused()
    {
        Assert.Throws<DiagnosticException>(() => EvaluationResults.Read(_folder.Path));
        string file = _folder.Combine("s.jsonl");
        File.WriteAllText(file, """
            {"doc_id": 3, "doc_hash": "h"}
            {"doc_id": 4}
            """);
        Assert.Equal(2, Assert.Throws<DiagnosticException>(() => SamplesReader.Read(file)).Diagnostics[0].At.Line);
    }
}
