using ModelGate.Gate.Records;
using ModelGate.GitHub.Baselines;
using ModelGate.GitHub.Tests.Events;
using ModelGate.GitHub.Tests.Fakes;
using ModelGate.GitHub.Tests.Publishing;

namespace ModelGate.GitHub.Tests.Baselines;

/// <summary>The base branch's last run is found, and nobody else's is taken for it.</summary>
public sealed class BaseRunTests : IAsyncLifetime
{
    private const string Name = "quantgate-run";

    private readonly Runner runner = Runner.PullRequest();
    private PublishRig rig = null!;

    private static byte[] Archive => ArchiveOf("1");

    public async ValueTask InitializeAsync() => rig = await PublishRig.StartAsync();

    [Theory]
    [InlineData("push")]
    [InlineData("schedule")]
    [InlineData("workflow_dispatch")]
    public async Task Artifact_of_the_default_branch_counts(string name)
    {
        Add(new FakeRun(50, Runner.Base) { Event = name });
        Assert.Contains("compared with artifact quantgate-run of run 50", await PublishAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Newest_artifact_counts()
    {
        Add(new FakeRun(50, Runner.Base));
        Add(new FakeRun(51, Runner.Base));
        Assert.Contains("of run 51", await PublishAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policy_in_a_folder_has_an_artifact_of_its_own()
    {
        Add(new FakeRun(50, Runner.Base));
        rig.Fake.Artifacts.Add("quantgate-run-services-llm-quantgate.yml", Archive, rig.Fake.Runs.Add(new FakeRun(51, Runner.Base)));
        Published result = await rig.PublishAsync(runner, SampleRecord.Passed, "services/llm/quantgate.yml");
        Assert.Contains("of run 51", result.Log, StringComparison.Ordinal);
    }

    public static TheoryData<string, string?, string> Foreign => new()
    {
        { "push", Runner.Fork, "main" },
        { "push", null, "main" },
        { "push", FakeGitHub.DefaultRepository, "feature" },
        { "pull_request", FakeGitHub.DefaultRepository, "main" },
        { "pull_request", Runner.Fork, "main" },
        { "pull_request_target", FakeGitHub.DefaultRepository, "main" },
        { "workflow_run", FakeGitHub.DefaultRepository, "main" },
        { "issue_comment", FakeGitHub.DefaultRepository, "main" },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task Artifact_of_anybody_else_does_not_count(string name, string? repository, string branch)
    {
        Add(new FakeRun(50, Runner.Base) { Event = name, HeadRepository = repository, HeadBranch = branch });
        Assert.Contains("No run of main in this repository", await PublishAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forged_artifacts_do_not_hide_the_right_one()
    {
        Add(new FakeRun(40, Runner.Base));
        for (int id = 50; id < 60; id++) Add(new FakeRun(id, Runner.Base) { Event = "pull_request", HeadRepository = Runner.Fork });
        Assert.Contains("of run 40", await PublishAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_forged_artifacts_do_not_hide_the_right_one()
    {
        Add(new FakeRun(40, Runner.Base));
        for (int id = 100; id < 250; id++) Add(new FakeRun(id, Runner.Base) { Event = "pull_request", HeadRepository = Runner.Fork });
        Assert.Contains("of run 40", await PublishAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expired_artifact_and_the_runs_own_do_not_count()
    {
        rig.Fake.Artifacts.Add(Name, Archive, rig.Fake.Runs.Add(new FakeRun(50, Runner.Base)), one => one with { IsExpired = true });
        rig.Fake.Artifacts.Add(Name, Archive, rig.Fake.Runs.Add(new FakeRun(77, Runner.Base)));
        Assert.Contains("No run of main", await PublishAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("damaged")]
    [InlineData("version")]
    [InlineData("zip")]
    public async Task Artifact_that_cannot_be_read_is_a_note(string kind)
    {
        string record = RunRecordJson.Write(SampleRecord.Passed);
        byte[] archive = kind switch
        {
            "damaged" => Zip.Of(("run.json", record[..200])),
            "version" => Zip.Of(("run.json", record.Replace("\"schemaVersion\": 1", "\"schemaVersion\": 99", StringComparison.Ordinal))),
            _ => [1, 2, 3],
        };
        rig.Fake.Artifacts.Add(Name, archive, rig.Fake.Runs.Add(new FakeRun(50, Runner.Base)));
        Published result = await rig.PublishAsync(runner, SampleRecord.Passed);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("not usable", result.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_is_read_at_the_base_commit()
    {
        rig.Fake.Contents.Set(Runner.Base, "baselines/run.json", RunRecordJson.Write(SampleRecord.Passed));
        Published result = await rig.PublishAsync(
            runner, SampleRecord.Passed, place: new BaseRunPlace.ByFile("baselines/run.json"));
        Assert.Contains($"compared with baselines/run.json at {Runner.Base}", result.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(rig.Fake.Calls, call => call.Target.Contains("artifacts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task File_that_is_missing_is_a_note()
    {
        Published result = await rig.PublishAsync(runner, SampleRecord.Passed, place: new BaseRunPlace.ByFile("nowhere.json"));
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("There is no nowhere.json", result.Log, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        runner.Dispose();
        await rig.DisposeAsync();
    }

    private static byte[] ArchiveOf(string key) =>
        Zip.Of(("run.json", RunRecordJson.Write(SampleRecord.Passed with { PlanKey = new string(key[0], 32) })));

    private void Add(FakeRun run) => rig.Fake.Artifacts.Add(Name, Archive, rig.Fake.Runs.Add(run));

    private async Task<string> PublishAsync() => (await rig.PublishAsync(runner, SampleRecord.Passed)).Log;
}
