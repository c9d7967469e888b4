using ModelGate.Gate.Records;
using ModelGate.Gate.Reporters;
using ModelGate.Gate.Tests.Reporters;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Records;

public sealed class RunRecordJsonTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Write_is_a_contract() => Snapshot.Match(RunRecordJson.Write(SampleRun.Failed));

    [Fact]
    public void Read_gives_back_what_was_written()
    {
        string text = RunRecordJson.Write(SampleRun.Failed);
        File.WriteAllText(folder.Combine(RunRecord.FileName), text);
        RunRecord record = RunRecordJson.Read(folder.Path);
        Assert.Equal(text, RunRecordJson.Write(record));
        Assert.Equal(Markdown(SampleRun.Failed), Markdown(record));
    }

    [Fact]
    public void Read_of_a_folder_without_record_names_the_file() => AssertRefused(RunRecord.FileName, "cannot be read");

    [Theory]
    [InlineData("", "damaged or was edited")]
    [InlineData("{\"schemaVersion\": 1", "damaged or was edited")]
    [InlineData("{\"schemaVersion\": 1}", "damaged or was edited")]
    [InlineData("{\"schemaVersion\": 2}", "version 2; this tool reads version 1")]
    [InlineData("{}", "no run record")]
    [InlineData("null", "no run record")]
    public void Read_of_anything_else_is_refused(string text, string says)
    {
        File.WriteAllText(folder.Combine(RunRecord.FileName), text);
        AssertRefused(RunRecord.FileName, says);
    }

    [Fact]
    public void Read_of_an_edited_record_names_the_line()
    {
        string text = RunRecordJson.Write(SampleRun.Failed).Replace("\"exitCode\": 1", "\"exitCode\": \"one\"", StringComparison.Ordinal);
        File.WriteAllText(folder.Combine(RunRecord.FileName), text);
        Diagnostic found = AssertRefused(RunRecord.FileName, "damaged or was edited");
        int line = text.Split('\n').TakeWhile(row => !row.Contains("\"one\"", StringComparison.Ordinal)).Count() + 1;
        Assert.Equal(line, found.At.Line);
    }

    public void Dispose() => folder.Dispose();

    private Diagnostic AssertRefused(string file, string says)
    {
        Diagnostic found = Assert.Single(Assert.Throws<DiagnosticException>(() => RunRecordJson.Read(folder.Path)).Diagnostics);
        Assert.Equal("QG0901", found.Code);
        Assert.EndsWith(file, found.At.File, StringComparison.Ordinal);
        Assert.Contains(says, found.Problem, StringComparison.Ordinal);
        return found;
    }

    private static string Markdown(RunRecord record)
    {
        using var text = new StringWriter();
        new MarkdownReporter().Write(record, text, ReportSurface.File);
        return text.ToString();
    }
}
