using ModelGate.Gate.History;
using ModelGate.Gate.Tests.Reporters;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.History;

public sealed class HistoryFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => folder.Combine("history.jsonl");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_of_no_file_has_no_entries() => Assert.Empty(HistoryFile.Read(Path).Entries);

    [Fact]
    public void Write_then_read_gives_the_same_entries()
    {
        Write(SampleHistory.Entries);
        Assert.Equal(SampleHistory.Entries.Count, File.ReadAllLines(Path).Length);
        Assert.Equivalent(SampleHistory.Entries, HistoryFile.Read(Path).Entries, strict: true);
    }

    [Fact]
    public void Write_of_one_run_is_this_line()
    {
        Write([HistoryEntry.Of(SampleRun.Failed, new string('a', 40)) with { Run = "identity" }]);
        Snapshot.Match(File.ReadAllText(Path));
    }

    [Fact]
    public void With_a_run_that_is_there_changes_nothing()
    {
        var entry = HistoryEntry.Of(SampleRun.Failed, "one");
        HistoryFile once = new HistoryFile([], []).With(entry);
        Assert.Same(once, once.With(HistoryEntry.Of(SampleRun.Failed, "two")));
        Assert.Equal(2, once.With(HistoryEntry.Of(SampleRun.Passed, "two")).Entries.Count);
    }

    [Fact]
    public void Read_of_a_last_line_cut_short_leaves_it_out_and_says_so()
    {
        Write(SampleHistory.Entries);
        string text = File.ReadAllText(Path);
        for (int cut = 2; cut < 200; cut += 7)
        {
            File.WriteAllText(Path, text[..^cut]);
            HistoryFile read = HistoryFile.Read(Path);
            Assert.Equal(SampleHistory.Entries.Count - 1, read.Entries.Count);
            Assert.EndsWith("line 6 is cut short and left out.", Assert.Single(read.Notes), StringComparison.Ordinal);
        }

        File.WriteAllText(Path, text[..^1]);
        Assert.Equal(SampleHistory.Entries.Count, HistoryFile.Read(Path).Entries.Count);
    }

    [Fact]
    public void Read_of_damaged_lines_names_each()
    {
        Write(SampleHistory.Entries);
        string[] lines = File.ReadAllLines(Path);
        lines[1] = lines[1][..40];
        lines[3] = lines[3].Replace("\"schemaVersion\":1", "\"schemaVersion\":7", StringComparison.Ordinal);
        lines[4] = "[]";
        File.WriteAllLines(Path, lines);
        DiagnosticException error = Assert.Throws<DiagnosticException>(() => HistoryFile.Read(Path));
        Assert.Equal([2, 4, 5], error.Diagnostics.Select(diagnostic => diagnostic.At.Line));
        Assert.All(error.Diagnostics, diagnostic => Assert.Equal("QG0910", diagnostic.Code));
        Assert.Contains("version 7; this tool reads version 1", error.Diagnostics[1].Problem, StringComparison.Ordinal);
    }

    private void Write(IReadOnlyList<HistoryEntry> entries) => new HistoryFile(entries, []).Write(Path);
}
