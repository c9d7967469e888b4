using ModelGate.GitHub.Publishing;
using ModelGate.Testing;

namespace ModelGate.GitHub.Tests.Publishing;

public sealed class StepFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Summary => folder.Combine("summary");

    private string Output => folder.Combine("output");

    [Fact]
    public void AddSummary_appends()
    {
        File.WriteAllText(Summary, "before\n");
        Assert.Null(Files().AddSummary("# Title\ntext\n\n"));
        Assert.Equal("before\n# Title\ntext\n", File.ReadAllText(Summary));
    }

    [Fact]
    public void AddSummary_that_would_pass_the_limit_keeps_the_first_line()
    {
        File.WriteAllText(Summary, new string('x', StepFiles.MostSummaryBytes - 100));
        Assert.Contains("first line", Files().AddSummary("# Title\n" + new string('ü', 60)), StringComparison.Ordinal);
        Assert.EndsWith("x# Title\n", File.ReadAllText(Summary), StringComparison.Ordinal);
        Assert.InRange(new FileInfo(Summary).Length, 1, StepFiles.MostSummaryBytes);
    }

    [Fact]
    public void AddSummary_to_a_full_file_adds_nothing()
    {
        File.WriteAllText(Summary, new string('x', StepFiles.MostSummaryBytes));
        Assert.Contains("full", Files().AddSummary("# Title"), StringComparison.Ordinal);
        Assert.Equal(StepFiles.MostSummaryBytes, new FileInfo(Summary).Length);
    }

    [Fact]
    public void Files_that_cannot_be_written_are_sentences()
    {
        var files = new StepFiles(folder.Combine("no/such"), folder.Combine("no/such"));
        Assert.Contains("could not be written", files.AddSummary("x"), StringComparison.Ordinal);
        Assert.Contains("could not be written", files.SetOutputs([("a", "b")]), StringComparison.Ordinal);
    }

    [Fact]
    public void SetOutputs_keeps_values_of_several_lines_apart()
    {
        Assert.Null(Files().SetOutputs([("a", "1"), ("b", "2\nc=3"), ("d", "")]));
        string[] lines = File.ReadAllLines(Output);
        Assert.Equal("a=1", lines[0]);
        Assert.StartsWith("b<<quantgate_", lines[1], StringComparison.Ordinal);
        Assert.Equal(["2", "c=3", lines[1][3..], "d="], lines[2..]);
    }

    [Fact]
    public void Files_that_are_not_named_are_left_out()
    {
        Assert.Null(StepFiles.Of(_ => null).AddSummary("x"));
        Assert.Null(StepFiles.Of(_ => "").SetOutputs([("a", "b")]));
    }

    public void Dispose() => folder.Dispose();

    private StepFiles Files() => new(Summary, Output);
}
