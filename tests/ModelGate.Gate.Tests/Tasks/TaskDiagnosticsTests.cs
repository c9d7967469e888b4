using ModelGate.Gate.Tasks;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Tasks;

/// <summary>What a user reads when a task and its data do not fit, from the task's file to the line of the document.</summary>
public sealed class TaskDiagnosticsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.Combine(name), text);
        return _folder.Combine(name);
    }

    private Diagnostic Refused(string keys)
    {
        Write("t.yaml", $$$"""
            task: mine
            dataset_path: json
            dataset_kwargs: {data_files: {test: test.jsonl, dev: dev.jsonl}}
            test_split: test
            fewshot_split: dev
            {{{keys}}}
            """);
        return Assert.Single(Assert.Throws<DiagnosticException>(() =>
        {
            TaskDefinition task = new TaskLibrary(Repository.Root).Resolve("t.yaml", new("quantgate.yml"), _folder.Path).Leaves.Single();
            return new TaskPreparation(new LocalDocuments(), TestCatalog.WithoutSandbox, null).Prepare(task, new());
        }).Diagnostics);
    }

    private static string Rows(int count, Func<int, string> row) => string.Join('\n', Enumerable.Range(0, count).Select(row)) + "\n";

    [Fact]
    public void Field_that_document_417_lacks_names_file_and_line_and_the_templates_place()
    {
        string file = Write("test.jsonl", Rows(500, i => i == 417 ? "{\"q\": \"x\"}" : "{\"q\": \"x\", \"a\": \"y\"}"));
        Diagnostic found = Refused("doc_to_text: \"Q: {{q}} {{a}}\"\ndoc_to_target: q");
        Assert.Equal((TaskCodes.UnrenderableDocument, new SourcePoint(file, 418, 1)), (found.Code, found.At));
        Assert.Contains("Document 417", found.Problem, StringComparison.Ordinal);
        Assert.Contains("t.yaml(6,26)", found.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("doc_to_text: |-\n  one\n  two {{ q }\ndoc_to_target: q", 8, 12)]
    [InlineData("doc_to_text: |-\n  one\n  {{ q|strange }}\ndoc_to_target: q", 8, 8)]
    [InlineData("doc_to_text: \"one {{ q }\"\ndoc_to_target: q", 6, 24)]
    [InlineData("doc_to_text: \"one\\ntwo {{ q }\"\ndoc_to_target: q", 6, 15)]
    public void Mistake_in_a_template_is_found_at_its_line_and_column(string keys, int line, int column)
    {
        Write("test.jsonl", "{\"q\": \"x\"}\n");
        Diagnostic found = Refused(keys);
        Assert.StartsWith("QG03", found.Code, StringComparison.Ordinal);
        Assert.Equal((line, column), (found.At.Line, found.At.Column));
    }

    [Fact]
    public void Field_that_a_processor_misses_names_file_and_line()
    {
        string file = Write("test.jsonl", "{\"q\": \"x\", \"category\": \"a\"}\n{\"q\": \"x\"}\n");
        Diagnostic found = Refused("process_docs: {function: keep_where, field: category, equals: a}\ndoc_to_text: q\ndoc_to_target: q");
        Assert.Equal((TaskCodes.UnrenderableDocument, new SourcePoint(file, 2, 1)), (found.Code, found.At));
        Assert.Contains("'category'", found.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("process_docs: hellaswg", TaskCodes.UnknownPart, 6)]
    [InlineData("process_docs: {function: keep_where, field: q}", TaskCodes.MissingKey, 6)]
    [InlineData("process_docs: {function: keep_where, field: q, equals: x, more: y}", TaskCodes.UnknownKey, 6)]
    [InlineData("process_docs: !function utils.process_docs", TaskCodes.NeedsPython, 6)]
    [InlineData("filter_list: [{name: n, filter: [{function: regexp}]}]", TaskCodes.UnknownPart, 6)]
    [InlineData("metric_list: [{metric: acc, scorer: mc3}]", TaskCodes.UnknownPart, 6)]
    public void Part_that_is_not_there_is_found_at_its_place(string line, string code, int row)
    {
        Write("test.jsonl", "{\"q\": \"x\"}\n");
        Diagnostic found = Refused($"{line}\ndoc_to_text: q\ndoc_to_target: q");
        Assert.Equal((code, row), (found.Code, found.At.Line));
    }

    [Fact]
    public void Split_without_documents_is_refused()
    {
        string file = Write("test.jsonl", "\n");
        Assert.Equal((TaskCodes.EmptySplit, file), Place(Refused("doc_to_text: q\ndoc_to_target: q")));
        Write("test.jsonl", "{\"q\": \"x\"}\n");
        Diagnostic found = Refused("process_docs: {function: keep_where, field: q, equals: y}\ndoc_to_text: q\ndoc_to_target: q");
        Assert.Equal((TaskCodes.EmptySplit, file), Place(found));
        Assert.Contains("keep_where", found.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_examples_name_the_pools_file()
    {
        Write("test.jsonl", "{\"q\": \"x\"}\n");
        string pool = Write("dev.jsonl", Rows(4, _ => "{\"q\": \"x\"}"));
        Diagnostic found = Refused("num_fewshot: 5\ndoc_to_text: q\ndoc_to_target: q");
        Assert.Equal((TaskCodes.FewFewshotDocuments, pool), Place(found));
        Assert.Contains("asks for 5", found.Problem, StringComparison.Ordinal);
        found = Refused("num_fewshot: 1\nfewshot_config: {fewshot_indices: [1, 9]}\ndoc_to_text: q\ndoc_to_target: q");
        Assert.Equal(TaskCodes.FewFewshotDocuments, found.Code);
        Assert.Contains("document 9", found.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_no_literal_is_refused_at_the_document()
    {
        string file = Write("test.jsonl", "{\"q\": \"['a', 'b']\"}\n{\"q\": \"['a', b]\"}\n");
        Diagnostic found = Refused("doc_to_text: \"{{(q|literal_eval)[0]}}\"\ndoc_to_target: q");
        Assert.Equal((TaskCodes.UnrenderableDocument, new SourcePoint(file, 2, 1)), (found.Code, found.At));
        Assert.Contains("literal_eval", found.Problem, StringComparison.Ordinal);
    }

    private static (string, string) Place(Diagnostic found) => (found.Code, found.At.File);
}
