using ModelGate.Gate.PullRequests;
using ModelGate.Gate.Records;
using ModelGate.Gate.Tests.Reporters;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.PullRequests;

public sealed class PullRequestCommentTests
{
    [Fact]
    public void Write_of_a_passed_run() => Snapshot.Match(PullRequestComment.Write(SampleComment.Of(SampleRun.Passed)));

    [Fact]
    public void Write_of_a_failed_run_beside_the_base_branch() =>
        Snapshot.Match(PullRequestComment.Write(SampleComment.Of(SampleRun.Failed) with { BaseRun = SampleComment.Before }));

    [Fact]
    public void Write_of_an_inconclusive_run() => Snapshot.Match(PullRequestComment.Write(SampleComment.Of(SampleRun.LetPass with
    {
        Verdict = new VerdictRecord("inconclusive", "inconclusive", 4),
    })));

    [Fact]
    public void Write_of_a_loosened_policy() =>
        Snapshot.Match(PullRequestComment.Write(SampleComment.Of(SampleComment.Loosened) with { LooseningAttempts = 3 }));

    [Fact]
    public void Write_of_a_loosened_policy_that_a_maintainer_accepted() => Snapshot.Match(PullRequestComment.Write(
        SampleComment.Of(SampleComment.Loosened) with { LooseningAttempts = 3, Acceptance = SampleComment.Acceptance }));

    [Fact]
    public void Write_of_what_a_fork_reports() =>
        Snapshot.Match(PullRequestComment.Write(SampleComment.Of(SampleRun.Passed) with { IsUnverified = true }));
}
