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

    [Fact]
    public void Write_says_when_the_base_branch_ran_the_same_plan() => Assert.Contains(
        "The base branch's last run had the same plan",
        PullRequestComment.Write(SampleComment.Of(SampleRun.Passed) with { BaseRun = SampleRun.Passed }), StringComparison.Ordinal);

    [Fact]
    public void Write_says_what_cannot_be_compared()
    {
        RunRecord before = SampleComment.Before with { Environment = SampleRun.Failed.Environment with { KernelVersion = "0" } };
        string text = PullRequestComment.Write(SampleComment.Of(SampleRun.Failed) with { BaseRun = before });
        Assert.Contains("Some numbers cannot be compared: other kernels (version 0, now 1).", text, StringComparison.Ordinal);
        Assert.Contains("| not comparable |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_shows_texts_only_of_tasks_that_publish_them()
    {
        const string question = "Which | is it?";
        string hidden = PullRequestComment.Write(SampleComment.Of(SampleRun.Failed));
        Assert.Contains("`333333333333`", hidden, StringComparison.Ordinal);
        Assert.DoesNotContain(question, hidden, StringComparison.Ordinal);

        CommentContent content = SampleComment.Of(WithPublicTexts(SampleRun.Failed));
        Assert.Contains(question, PullRequestComment.Write(content), StringComparison.Ordinal);
        Assert.DoesNotContain(question, PullRequestComment.Write(content with { IsUnverified = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_without_commits_or_page_names_none()
    {
        string text = PullRequestComment.Write(new CommentContent { Record = SampleRun.Passed, HeadSha = "main; rm -rf /" });
        Assert.DoesNotContain("rm -rf", text, StringComparison.Ordinal);
        Assert.DoesNotContain("workflow run", text, StringComparison.Ordinal);
        Assert.Contains("dotnet quantgate check quantgate.yml", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_quotes_a_policy_whose_name_is_a_command()
    {
        RunRecord record = SampleRun.Passed with { Policy = SampleRun.Passed.Policy with { File = "a'; rm -rf $HOME #.yml" } };
        string text = PullRequestComment.Write(SampleComment.Of(record));
        Assert.Contains(@"dotnet quantgate check 'a'\''; rm -rf $HOME #.yml'", text, StringComparison.Ordinal);
    }

    internal static RunRecord WithPublicTexts(RunRecord record) => record with
    {
        Candidates =
        [
            .. record.Candidates.Select(candidate => candidate with
            {
                Tasks =
                [
                    .. candidate.Tasks.Select(task => task with
                    {
                        Flips =
                        [
                            .. task.Flips.Select(flip =>
                                flip with { Texts = flip.Texts is { } texts ? texts with { ArePublic = true } : null }),
                        ],
                    }),
                ],
            }),
        ],
    };
}
