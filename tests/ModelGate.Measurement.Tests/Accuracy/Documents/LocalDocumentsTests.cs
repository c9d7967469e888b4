using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Python;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Measurement.Tests.Accuracy.Documents;

public sealed class LocalDocumentsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Write(string name, string text)
    {
        string path = _folder.Combine(name);
        File.WriteAllText(path, text);
        return path;
    }

    private Diagnostic Refused(string text, LocalFormat format = LocalFormat.Json) => Assert.Single(
        Assert.Throws<DiagnosticException>(() => LocalDocuments.ReadFile(Write("d", text), format)).Diagnostics);

    [Fact]
    public void ReadFile_jsonl_keeps_order_types_and_lines()
    {
        IReadOnlyList<Document> documents = LocalDocuments.ReadFile(
            Write("d.jsonl", "{\"b\": 1, \"a\": 1.0, \"s\": \"x\u2028y\", \"l\": [true, null]}\r\n\n{\"b\": -2}"), LocalFormat.Json);
        Assert.Equal("{\"b\": 1, \"a\": 1.0, \"s\": \"x\u2028y\", \"l\": [true, null]}", PythonJson.Dumps(documents[0].Fields));
        Assert.Equal((1, 3), (documents[0].At.Line, documents[1].At.Line));
        Assert.Equal((0, 1), (documents[0].Id, documents[1].Id));
    }

    [Fact]
    public void ReadFile_json_array_knows_the_line_of_each_document()
    {
        IReadOnlyList<Document> documents = LocalDocuments.ReadFile(
            Write("d.json", "[\n  {\"a\": 1},\n\n  {\"a\": \"é\"}\n]"), LocalFormat.Json);
        Assert.Equal([2, 4], documents.Select(document => document.At.Line));
        Assert.Equal("é", documents[1].Fields["a"]);
    }

    [Fact]
    public void ReadFile_csv_reads_quotes_and_line_breaks()
    {
        IReadOnlyList<Document> documents = LocalDocuments.ReadFile(
            Write("d.csv", "q,a\r\n\"x, \"\"y\"\"\nz\",1\r\n\n,\"\"\n"), LocalFormat.Csv);
        Assert.Equal(["x, \"y\"\nz", ""], documents.Select(document => document.Fields["q"]));
        Assert.Equal([2, 5], documents.Select(document => document.At.Line));
    }

    [Theory]
    [InlineData("{\"a\": 1}\n{\"a\": }\n", 2)]
    [InlineData("{\"a\": 1}\n[1]\n", 2)]
    [InlineData("{\"a\": 1}\n\n{\"a\": 1, \"a\": 2}", 3)]
    [InlineData("{\"a\": 123456789012345678901234567890}", 1)]
    [InlineData("{\"a\": 1} x", 1)]
    [InlineData("[{\"a\": 1},\n 3]", 2)]
    [InlineData("[{\"a\": 1},\n {\"a\"]", 2)]
    public void ReadFile_malformed_document_names_its_line(string text, int line)
    {
        Diagnostic found = Refused(text);
        Assert.Equal((TaskCodes.MalformedDocument, line), (found.Code, found.At.Line));
    }

    [Theory]
    [InlineData("a,a\n1,2", 1)]
    [InlineData("a,b\n1,2\n1", 3)]
    [InlineData("a,b\n1,\"2", 2)]
    public void ReadFile_malformed_csv_names_its_line(string text, int line) =>
        Assert.Equal((TaskCodes.MalformedDocument, line), (Refused(text, LocalFormat.Csv).Code, Refused(text, LocalFormat.Csv).At.Line));

    [Fact]
    public void ReadFile_absent_or_not_utf8_is_unreadable()
    {
        Assert.Equal(
            TaskCodes.UnreadableData,
            Assert.Throws<DiagnosticException>(() => LocalDocuments.ReadFile(_folder.Combine("no"), LocalFormat.Json)).Diagnostics[0].Code);
        File.WriteAllBytes(_folder.Combine("latin1"), [0x7b, 0xe9, 0x7d]);
        Assert.Equal(
            TaskCodes.UnreadableData,
            Assert.Throws<DiagnosticException>(
                () => LocalDocuments.ReadFile(_folder.Combine("latin1"), LocalFormat.Json)).Diagnostics[0].Code);
    }

    [Fact]
    public void Read_unknown_and_empty_splits_are_refused()
    {
        DatasetReference dataset = new DatasetReference.Local(
            LocalFormat.Json, new Dictionary<string, IReadOnlyList<string>> { ["test"] = [Write("e.jsonl", "\n")] });
        LocalDocuments source = new();
        Assert.Equal(
            TaskCodes.EmptySplit, Assert.Throws<DiagnosticException>(() => source.Read(dataset, "test", default)).Diagnostics[0].Code);
        Assert.Equal(
            TaskCodes.UnknownSplit, Assert.Throws<DiagnosticException>(() => source.Read(dataset, "dev", default)).Diagnostics[0].Code);
        DatasetReference hub = new DatasetReference.Hub("a/b", null, null);
        Assert.Equal(
            TaskCodes.UnreadableData, Assert.Throws<DiagnosticException>(() => source.Read(hub, "test", default)).Diagnostics[0].Code);
    }

    [Fact]
    public void Read_files_of_a_split_are_numbered_through()
    {
        DatasetReference dataset = new DatasetReference.Local(LocalFormat.Json, new Dictionary<string, IReadOnlyList<string>>
        {
            ["test"] = [Write("1.jsonl", "{\"a\": 1}\n{\"a\": 2}"), Write("2.jsonl", "{\"b\": 3}")],
        });
        DocumentSet documents = new LocalDocuments().Read(dataset, "test", default);
        Assert.Equal([0, 1, 2], documents.Documents.Select(document => document.Id));
        Assert.True(documents.HasColumn("a") && documents.HasColumn("b") && !documents.HasColumn("c"));
    }

    [Fact]
    public void Load_too_few_examples_are_refused_with_the_pools_file()
    {
        string pool = Write("dev.jsonl", "{\"a\": 1}");
        TaskDefinition task = Prompts.TestTasks.Task(OutputType.GenerateUntil, "a", new FieldSpec.Index(0)) with
        {
            Dataset = new DatasetReference.Local(LocalFormat.Json, new Dictionary<string, IReadOnlyList<string>>
            {
                ["test"] = [Write("test.jsonl", "{\"a\": 1}")], ["dev"] = [pool],
            }),
            FewshotSplit = "dev",
            Fewshot = new() { Count = 2 },
        };
        Diagnostic found = Assert.Throws<DiagnosticException>(
            () => TaskData.Load(task, new LocalDocuments(), TestCatalog.WithoutSandbox)).Diagnostics[0];
        Assert.Equal((TaskCodes.FewFewshotDocuments, pool), (found.Code, found.At.File));
    }

    [Fact]
    public void Load_overrides_stand_in_for_documents_and_pool()
    {
        TaskDefinition task =
            Prompts.TestTasks.Task(OutputType.GenerateUntil, "a", new FieldSpec.Index(0)) with { Fewshot = new() { Count = 1 } };
        TaskData data = TaskData.Load(
            task,
            new LocalDocuments(),
            TestCatalog.WithoutSandbox,
            new(Write("x.jsonl", "{\"a\": 1}\n{\"a\": 2}"), Write("y.csv", "a\n9\n")));
        Assert.Equal((2, 1, false), (data.Documents.Documents.Count, data.FewshotPool!.Documents.Count, data.EvaluatedIsPool));
    }

    [Theory]
    [InlineData(FewshotSampler.FirstN, true)]
    [InlineData(FewshotSampler.PythonRandom, false)]
    public void Load_pool_of_the_evaluated_split_needs_one_more_only_where_it_is_drawn_from(FewshotSampler sampler, bool suffices)
    {
        TaskDefinition task = Prompts.TestTasks.Task(OutputType.GenerateUntil, "a", new FieldSpec.Index(0)) with
        {
            TestSplit = null, ValidationSplit = "validation", Fewshot = new() { Count = 2, Sampler = sampler },
        };
        DataOverrides files = new(Write("x.jsonl", "{\"a\": 1}"), Write("y.jsonl", "{\"a\": 2}\n{\"a\": 3}"));
        TaskData? Load() => TaskData.Load(task, new LocalDocuments(), TestCatalog.WithoutSandbox, files);
        if (suffices) Assert.True(Load()!.EvaluatedIsPool);
        else Assert.Contains("one more", Assert.Throws<DiagnosticException>(Load).Diagnostics[0].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_processes_documents_and_pool_numbers_them_anew_and_takes_the_pools_indices()
    {
        TaskDefinition task = Prompts.TestTasks.Task(OutputType.GenerateUntil, "a", new FieldSpec.Index(0)) with
        {
            Processor = PartSpec.Of("keep_where", ("field", "c"), ("equals", "x")),
            Fewshot = new() { Count = 2, Indices = [2, 0] },
        };
        string file = Write("x.jsonl", string.Join('\n', "yxxyx".Select((c, i) => $"{{\"a\": {i}, \"c\": \"{c}\"}}")));
        TaskData data = TaskData.Load(task, new LocalDocuments(), TestCatalog.WithoutSandbox, new(file, file));
        Assert.Equal([(0, 1L), (1, 2L), (2, 4L)], data.Documents.Documents.Select(document => (document.Id, document.Fields["a"])));
        Assert.Equal([4L, 1L], data.FewshotPool!.Documents.Select(document => document.Fields["a"]));
    }
}
