using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Documents.Processors;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Measurement.Tests.Accuracy.Documents.Processors;

public sealed class JoinAnswersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Process_reads_every_form_of_a_row()
    {
        string file = Write(
            """{"uid": "b", "model": "m", "answer": "plain"}""",
            """{"uid": "a", "messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": {"answer": "nested"}}]}""",
            """{"uid": "c", "messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "flat"}]}""",
            """{"question_id": "d", "choices": [{"index": 0, "turns": [{"content": "old", "token_len": 1}]}]}""");
        Assert.Equal(["nested", "plain", "flat", "old"], Join(file, "a", "b", "c", "d"));
    }

    [Fact]
    public void Process_answers_that_are_missing_are_named_once()
    {
        string file = Write("""{"uid": "a", "answer": "x"}""");
        Diagnostic problem = Assert.Single(Assert.Throws<DiagnosticException>(() => Join(file, "a", "b", "c")).Diagnostics);
        Assert.Equal((TaskCodes.MissingAnswer, file), (problem.Code, problem.At.File));
        Assert.StartsWith("Answers to 2 of 3 prompts are missing: b, c.", problem.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"uid": "a", "answer": "x"}""", """{"uid": "a", "answer": "y"}""", "two answers")]
    [InlineData("""{"uid": "a", "answer": "x"}""", """{"uid": "b", "messages": []}""", "no answer")]
    public void Process_rows_that_cannot_be_used_are_refused_at_their_line(string first, string second, string problem)
    {
        Diagnostic found = Assert.Throws<DiagnosticException>(() => Join(Write(first, second), "a")).Diagnostics[0];
        Assert.Contains(problem, found.Problem, StringComparison.Ordinal);
        Assert.Equal(2, found.At.Line);
    }

    [Fact]
    public void Process_without_a_local_file_asks_the_source()
    {
        string path = Path.Combine(folder.Path, "acme/arena/answers/m.jsonl");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, """{"uid": "a", "answer": "from the folder"}""");
        Assert.Equal(["from the folder"], Join(null, "a"));
    }

    private IReadOnlyList<object?> Join(string? file, params IReadOnlyList<string> uids)
    {
        PartSpec part = PartSpec.Of(
            "join_answers", ("dataset_path", "acme/arena"), ("data_file", "answers/m.jsonl"), ("split", "m"), ("field", "baseline_answer"));
        JoinAnswers processor = new(new DataFolder(folder.Path, new LocalDocuments()), file);
        Document[] documents =
            [.. uids.Select((uid, i) => new Document(i, new OrderedDictionary<string, object?> { ["uid"] = uid }, default))];
        return [.. processor.Bind(new(part))(documents).Select(document => document.Fields["baseline_answer"])];
    }

    private string Write(params IReadOnlyList<string> lines)
    {
        string file = folder.Combine("answers.jsonl");
        File.WriteAllLines(file, lines);
        return file;
    }
}
