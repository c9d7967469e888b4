using ModelGate.Gate.Records;
using ModelGate.GitHub.Tests.Events;
using ModelGate.GitHub.Tests.Fakes;

namespace ModelGate.GitHub.Tests.Publishing;

public sealed class CheckPublishingTests : IAsyncLifetime
{
    private readonly Runner runner = Runner.PullRequest();
    private PublishRig rig = null!;

    private FakeCheckRun Check => Assert.Single(rig.Fake.Checks.All);

    public async ValueTask InitializeAsync() => rig = await PublishRig.StartAsync();

    public static TheoryData<string, string, int> Verdicts => new()
    {
        { "pass", "success", 0 }, { "fail", "failure", 1 }, { "undecided", "action_required", 4 },
    };

    [Theory]
    [MemberData(nameof(Verdicts))]
    public async Task Conclusion_is_the_verdicts_and_never_neutral(string worst, string conclusion, int exitCode)
    {
        Published result = await rig.PublishAsync(runner, SampleRecord.With([SampleRecord.Finding(worst, 3)]));
        Assert.Equal((conclusion, exitCode), (Check.Conclusion, result.ExitCode));
        Assert.Equal((Runner.Head, "completed"), (Check.HeadSha, Check.Status));
    }

    [Theory]
    [InlineData("pass", "success", 0)]
    [InlineData("fail", "failure", 1)]
    public async Task Conclusion_of_an_inconclusive_run_is_what_the_policy_says(string onInconclusive, string conclusion, int exitCode)
    {
        Published result = await rig.PublishAsync(runner, SampleRecord.With([SampleRecord.Finding("undecided", 3)], onInconclusive));
        Assert.Equal((conclusion, exitCode), (Check.Conclusion, result.ExitCode));
    }

    [Fact]
    public async Task Conclusion_of_a_run_out_of_time_is_no_success_whatever_doubt_counts_for()
    {
        RunRecord run = SampleRecord.With([SampleRecord.Finding("undecided", 3) with { Outcome = "not reached" }], "pass");
        Published result = await rig.PublishAsync(runner, run with { Verdict = new VerdictRecord("inconclusive", "inconclusive", 4) });
        Assert.Equal(("action_required", 4), (Check.Conclusion, result.ExitCode));
    }

    [Theory]
    [InlineData("services/llm/quantgate.yml")]
    [InlineData(@"services\llm\quantgate.yml")]
    [InlineData(@".\services\llm\..\llm\quantgate.yml")]
    public async Task Annotations_stand_on_the_policys_lines_worst_first(string policy)
    {
        await rig.PublishAsync(runner, SampleRecord.Failed, policy);
        Assert.Equal(
            [("services/llm/quantgate.yml", 12, "failure"), ("services/llm/quantgate.yml", 13, "warning")],
            Check.Annotations.Select(one => ((string)one["path"]!, (int)one["start_line"]!, (string)one["annotation_level"]!)));
        Assert.Equal("failed: fp8, recovery on suite", (string?)Check.Annotations[0]["title"]);
        Assert.Contains("must be at least 99 %", (string?)Check.Annotations[0]["message"], StringComparison.Ordinal);
        Assert.Contains("Try a gentler recipe.", (string?)Check.Annotations[0]["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_annotations_go_in_chunks_and_once()
    {
        RunRecord record = WithFailures(120);
        await rig.PublishAsync(runner, record);
        await rig.PublishAsync(runner, record);
        Assert.Equal(Enumerable.Range(1, 120), Check.Annotations.Select(one => (int)one["start_line"]!));
    }

    [Fact]
    public async Task Annotations_that_a_broken_run_left_are_completed()
    {
        RunRecord record = WithFailures(70);
        rig.Fake.Faults.Queue("PATCH", "/check-runs/", new Fault.Answer(422, """{"message":"Validation Failed"}"""));
        Published broken = await rig.PublishAsync(runner, record);
        Assert.Equal(1, broken.ExitCode);
        Assert.Equal(50, Check.Annotations.Count);
        await rig.PublishAsync(runner, record);
        Assert.Equal(Enumerable.Range(1, 70), Check.Annotations.Select(one => (int)one["start_line"]!));
    }

    [Fact]
    public async Task Same_findings_on_the_same_commit_update_the_check_run()
    {
        await rig.PublishAsync(runner, SampleRecord.Failed);
        long first = Check.Id;
        await rig.PublishAsync(runner, SampleRecord.Failed);
        Assert.Equal(first, Check.Id);
        Assert.Equal(2, Check.Annotations.Count);
    }

    [Fact]
    public async Task Other_findings_on_the_same_commit_do_not_keep_the_old_annotations()
    {
        await rig.PublishAsync(runner, SampleRecord.Failed);
        await rig.PublishAsync(runner, SampleRecord.Passed);
        FakeCheckRun latest = rig.Fake.Checks.All[^1];
        Assert.Equal("success", latest.Conclusion);
        Assert.Empty(latest.Annotations);
    }

    [Fact]
    public async Task Refused_check_run_becomes_a_status()
    {
        rig.Fake.Rights = FakeRights.All with { Checks = false };
        Published result = await rig.PublishAsync(runner, SampleRecord.Failed, "services/llm/quantgate.yml");
        FakeStatus status = Assert.Single(rig.Fake.Statuses.All);
        Assert.Equal((Runner.Head, "failure", "quantgate: services/llm/quantgate.yml"), (status.Sha, status.State, status.Context));
        Assert.InRange(status.Description!.Length, 1, 140);
        Assert.Equal("https://github.com/acme/models/actions/runs/77", status.TargetUrl);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("::error file=services/llm/quantgate.yml,line=12,title=failed%3A fp8%2C recovery on suite::", result.Log,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_of_an_inconclusive_run_is_no_success_and_no_failure()
    {
        rig.Fake.Rights = FakeRights.All with { Checks = false };
        await rig.PublishAsync(runner, SampleRecord.Inconclusive);
        Assert.Equal("error", Assert.Single(rig.Fake.Statuses.All).State);
    }

    [Theory]
    [InlineData("pass", 0)]
    [InlineData("fail", 1)]
    [InlineData("undecided", 4)]
    public async Task Token_without_rights_leaves_the_verdict_as_it_is(string worst, int exitCode)
    {
        rig.Fake.Rights = FakeRights.None;
        Published result = await rig.PublishAsync(runner, SampleRecord.With([SampleRecord.Finding(worst, 3)]));
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains("permissions: pull-requests: write", result.Log, StringComparison.Ordinal);
        Assert.Contains("checks: write", result.Log, StringComparison.Ordinal);
        Assert.Contains("# ", runner.Summary, StringComparison.Ordinal);
        Assert.Empty(rig.Comments);
        Assert.Equal($"{exitCode}", runner.Outputs["exit-code"]);
    }

    [Fact]
    public async Task Missing_token_is_a_warning()
    {
        Published result = await rig.PublishAsync(runner, SampleRecord.Failed, hasToken: false);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("GITHUB_TOKEN", result.Log, StringComparison.Ordinal);
        Assert.Contains("::error file=quantgate.yml,line=12", result.Log, StringComparison.Ordinal);
        Assert.Empty(rig.Fake.Calls);
    }

    [Fact]
    public async Task Broken_server_leaves_the_verdict_as_it_is()
    {
        Fault[] faults = [.. Enumerable.Repeat<Fault>(new Fault.Answer(503), 200)];
        foreach (string method in (string[])["GET", "POST", "PATCH"]) rig.Fake.Faults.Queue(method, "/", faults);
        Published result = await rig.PublishAsync(runner, SampleRecord.Passed);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("PASSED", runner.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outputs_say_where_everything_is()
    {
        await rig.PublishAsync(runner, SampleRecord.Failed, "services/llm/quantgate.yml");
        IReadOnlyDictionary<string, string> outputs = runner.Outputs;
        Assert.Equal(("failed", "1"), (outputs["verdict"], outputs["exit-code"]));
        Assert.Equal($"https://github.example/acme/models/pull/7#issuecomment-{rig.Comments[0].Id}", outputs["comment-url"]);
        Assert.Equal($"https://github.example/acme/models/runs/{Check.Id}", outputs["check-url"]);
        Assert.Equal("quantgate-run-services-llm-quantgate.yml", outputs["run-artifact"]);
        Assert.Equal(runner.Combine("run"), outputs["report"]);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(422)]
    public async Task Token_never_shows(int status)
    {
        foreach (string method in (string[])["GET", "POST", "PATCH"])
        {
            rig.Fake.Faults.Queue(method, "/", [.. Enumerable.Repeat<Fault>(new Fault.Echo(status), 50)]);
        }

        Published result = await rig.PublishAsync(runner, SampleRecord.Failed);
        Assert.Contains("GitHub did not", result.Log, StringComparison.Ordinal);
        string all = result.Log + runner.Summary + string.Join('\n', runner.Outputs.Values);
        Assert.DoesNotContain(FakeGitHub.SecretToken, all, StringComparison.Ordinal);
    }

    private static RunRecord WithFailures(int count) =>
        SampleRecord.With([.. Enumerable.Range(1, count).Select(line => SampleRecord.Finding("fail", line, $"task {line}"))]);

    public async ValueTask DisposeAsync()
    {
        runner.Dispose();
        await rig.DisposeAsync();
    }
}
