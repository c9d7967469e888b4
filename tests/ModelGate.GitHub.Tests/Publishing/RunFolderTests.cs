using ModelGate.Gate.Records;
using ModelGate.GitHub.Baselines;
using ModelGate.GitHub.Publishing;
using ModelGate.GitHub.Tests.Events;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.GitHub.Tests.Publishing;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Record => folder.Combine("run.json");

    [Fact]
    public void Read_takes_the_claim_that_lies_beside_the_record()
    {
        File.WriteAllText(Record, RunRecordJson.Write(SampleRecord.Failed));
        Assert.Null(RunFolder.Read(folder.Path).ClaimedPullRequest);
        File.WriteAllText(folder.Combine("event.json"), Runner.PullRequestPayload(number: 12));
        Assert.Equal(12, RunFolder.Read(folder.Path).ClaimedPullRequest);
        Assert.Equal("failed", RunFolder.Read(Record).Record.Verdict.Outcome);
    }

    [Fact]
    public void Read_of_a_link_is_refused()
    {
        File.WriteAllText(folder.Combine("elsewhere"), RunRecordJson.Write(SampleRecord.Failed));
        File.CreateSymbolicLink(Record, folder.Combine("elsewhere"));
        AssertRefused("QG1018", "is a link");
    }

    [Fact]
    public void Read_of_a_link_as_event_claims_nothing()
    {
        File.WriteAllText(Record, RunRecordJson.Write(SampleRecord.Failed));
        File.WriteAllText(folder.Combine("elsewhere"), Runner.PullRequestPayload());
        File.CreateSymbolicLink(folder.Combine("event.json"), folder.Combine("elsewhere"));
        Assert.Null(RunFolder.Read(folder.Path).ClaimedPullRequest);
    }

    [Fact]
    public void Read_of_what_is_too_large_is_refused()
    {
        using (FileStream file = File.OpenWrite(Record)) file.SetLength(RunArchive.MostBytes + 1);
        AssertRefused("QG1018", "at most");
    }

    [Fact]
    public void Read_of_what_is_too_deep_is_refused()
    {
        File.WriteAllText(Record, string.Concat(Enumerable.Repeat("""{"a":""", 100_000)));
        AssertRefused("QG0901", "damaged");
    }

    [Fact]
    public void Read_of_a_folder_without_a_record_is_refused() => AssertRefused("QG0901", "cannot be read");

    public void Dispose() => folder.Dispose();

    private void AssertRefused(string code, string says)
    {
        Diagnostic problem = Assert.Single(Assert.Throws<DiagnosticException>(() => RunFolder.Read(folder.Path)).Diagnostics);
        Assert.Equal(code, problem.Code);
        Assert.Contains(says, problem.ToString(), StringComparison.Ordinal);
    }
}
