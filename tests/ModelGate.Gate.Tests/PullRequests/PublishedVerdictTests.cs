using ModelGate.Gate.PullRequests;
using ModelGate.Gate.Records;
using ModelGate.Gate.Tests.Reporters;

namespace ModelGate.Gate.Tests.PullRequests;

public sealed class PublishedVerdictTests
{
    [Theory]
    [InlineData("passed", false, false, false, PublishedOutcome.Passed, 0)]
    [InlineData("failed", false, false, false, PublishedOutcome.Failed, 1)]
    [InlineData("inconclusive", false, false, false, PublishedOutcome.Inconclusive, 4)]
    [InlineData("passed", true, false, false, PublishedOutcome.NeedsAcceptance, 1)]
    [InlineData("inconclusive", true, false, false, PublishedOutcome.NeedsAcceptance, 1)]
    [InlineData("failed", true, false, false, PublishedOutcome.NeedsAcceptance, 1)]
    [InlineData("passed", true, true, false, PublishedOutcome.Passed, 0)]
    [InlineData("failed", true, true, false, PublishedOutcome.Failed, 1)]
    [InlineData("inconclusive", true, true, false, PublishedOutcome.Inconclusive, 4)]
    [InlineData("passed", false, false, true, PublishedOutcome.Passed, 4)]
    [InlineData("failed", false, false, true, PublishedOutcome.Failed, 1)]
    [InlineData("passed", true, false, true, PublishedOutcome.NeedsAcceptance, 1)]
    [InlineData("Passed!", false, false, false, PublishedOutcome.Inconclusive, 4)]
    public void Of_is_a_pass_only_where_the_gates_hold_and_nothing_is_loosened_unseen(
        string gates, bool isLoosened, bool isAccepted, bool isUnverified, PublishedOutcome expected, int exitCode)
    {
        RunRecord record = isLoosened ? SampleComment.Loosened : SampleRun.Passed;
        record = record with { Verdict = new VerdictRecord("passed", gates, 0) };
        var verdict = PublishedVerdict.Of(record, isAccepted ? SampleComment.Acceptance : null, isUnverified);
        Assert.Equal((expected, exitCode), (verdict.Outcome, verdict.ExitCode));
    }

    [Fact]
    public void Of_a_change_that_the_base_policy_allows_needs_no_acceptance()
    {
        RunRecord record = SampleComment.Loosened with
        {
            PolicyComparison = SampleComment.Loosened.PolicyComparison! with
            {
                Changes = [.. SampleComment.Loosened.PolicyComparison!.Changes.Where(change => change.IsAllowed)],
            },
        };
        Assert.Equal(PublishedOutcome.Passed, PublishedVerdict.Of(record, null, false).Outcome);
    }
}
