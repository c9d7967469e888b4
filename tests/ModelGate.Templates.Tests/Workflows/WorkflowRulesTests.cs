using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace ModelGate.Templates.Tests.Workflows;

/// <summary>What keeps a workflow safe and no linter asks for.</summary>
public sealed partial class WorkflowRulesTests
{
    public static TheoryData<string> Files => [.. WorkflowFile.All.Select(file => file.Path)];

    public static TheoryData<string> Workflows => [.. from file in WorkflowFile.All where !file.IsAction select file.Path];

    [Theory]
    [MemberData(nameof(Files))]
    public void Actions_of_others_are_pinned_to_a_commit_with_its_version(string path) => Assert.Empty(
        from use in File(path).Uses
        where !use.Uses.StartsWith("./", StringComparison.Ordinal)
        where !Pinned().IsMatch(use.Uses) || !Version().IsMatch(use.Comment)
        select use);

    [Fact]
    public void Each_action_is_used_in_one_version() => Assert.All(
        WorkflowFile.All.SelectMany(file => file.Uses)
            .Where(use => use.Uses.Contains('@', StringComparison.Ordinal))
            .GroupBy(use => string.Join('/', use.Uses.Split('@')[0].Split('/').Take(2))),
        action => Assert.Single(action.Select(use => (use.Uses.Split('@')[1], use.Comment)).Distinct()));

    [Theory]
    [MemberData(nameof(Files))]
    public void Scripts_hold_no_expression(string path)
    {
        IEnumerable<string> scripts = File(path).Steps.Select(step => WorkflowFile.Text(step, "run")).OfType<string>();
        Assert.DoesNotContain(scripts, script => script.Contains("${{", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Rights_are_named_by_each_job(string path)
    {
        WorkflowFile file = File(path);
        Assert.Empty(((YamlMappingNode)file.Root.Children[new YamlScalarNode("permissions")]).Children);
        Assert.All(file.Jobs, job => Assert.NotEmpty(WorkflowFile.Map(job.Job, "permissions").Children));
        Assert.DoesNotContain("pull_request_target", System.IO.File.ReadAllText(file.FullPath), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Rights_to_write_stay_on_hosted_machines(string path) => Assert.All(
        File(path).Jobs.Where(job => WorkflowFile.Map(job.Job, "permissions").Children.Values.Any(right => right.ToString() == "write")),
        job => Assert.Equal("ubuntu-latest", WorkflowFile.Text(job.Job, "runs-on")));

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Jobs_end_and_runs_of_one_pull_request_do_not_pile_up(string path)
    {
        WorkflowFile file = File(path);
        Assert.NotNull(WorkflowFile.Text(file.Root, "concurrency"));
        Assert.All(file.Jobs, job => Assert.InRange(int.Parse(WorkflowFile.Text(job.Job, "timeout-minutes")!, null), 1, 360));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Checkouts_leave_no_token_behind(string path) => Assert.All(
        File(path).Steps.Where(step => WorkflowFile.Text(step, "uses")?.StartsWith("actions/checkout@", StringComparison.Ordinal) == true),
        step => Assert.Equal("false", WorkflowFile.Text(WorkflowFile.Map(step, "with"), "persist-credentials")));

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Inputs_of_the_action_exist(string path)
    {
        IEnumerable<string> declared = WorkflowFile.Map(Action.Root, "inputs").Children.Keys.Select(key => key.ToString());
        Assert.All(
            File(path).Steps.Where(step => WorkflowFile.Text(step, "uses") == "./.github/actions/quantgate"),
            step => Assert.Empty(WorkflowFile.Map(step, "with").Children.Keys.Select(key => key.ToString()).Except(declared)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Outputs_that_are_read_exist(string path)
    {
        WorkflowFile file = File(path);
        IEnumerable<string> ids = from step in file.Steps let id = WorkflowFile.Text(step, "id") where id is not null select id;
        string text = System.IO.File.ReadAllText(file.FullPath);
        Assert.Empty(StepOutput().Matches(text).Select(match => match.Groups[1].Value).Except(ids));
        if (file.IsAction) return;
        IEnumerable<string> given = WorkflowFile.Map(Action.Root, "outputs").Children.Keys.Select(key => key.ToString());
        Assert.Empty(
            from match in StepOutput().Matches(text)
            where match.Groups[1].Value is "gate" or "publish"
            where !given.Contains(match.Groups[2].Value)
            select match.Value);
    }

    [Fact]
    public void Every_input_and_output_of_the_action_is_described_and_used()
    {
        string text = System.IO.File.ReadAllText(Action.FullPath);
        foreach ((YamlNode name, YamlNode input) in WorkflowFile.Map(Action.Root, "inputs").Children)
        {
            Assert.NotNull(WorkflowFile.Text((YamlMappingNode)input, "description"));
            Assert.NotNull(WorkflowFile.Text((YamlMappingNode)input, "default"));
            Assert.Contains($"inputs.{name}", text, StringComparison.Ordinal);
        }

        Assert.All(
            WorkflowFile.Map(Action.Root, "outputs").Children.Values,
            output => Assert.NotNull(WorkflowFile.Text((YamlMappingNode)output, "description")));
    }

    [Fact]
    public void Steps_of_the_action_name_scripts_that_lie_beside_it_and_take_the_shells_place() => Assert.All(
        Action.Steps.Select(step => WorkflowFile.Text(step, "run")).OfType<string>(),
        run =>
        {
            Match script = ScriptRun().Match(run);
            Assert.True(script.Success, run);
            Assert.True(System.IO.File.Exists(Path.Combine(Path.GetDirectoryName(Action.FullPath)!, script.Groups[1].Value)), run);
        });

    /// <summary>Only then does a pull request neither poison nor evict what the default branch measured.</summary>
    [Fact]
    public void Only_runs_of_the_default_branch_write_the_cache()
    {
        YamlMappingNode save = Assert.Single(
            Action.Steps, step => WorkflowFile.Text(step, "uses")?.StartsWith("actions/cache/save@", StringComparison.Ordinal) == true);
        string condition = WorkflowFile.Text(save, "if")!;
        Assert.Contains(
            "github.ref == format('refs/heads/{0}', github.event.repository.default_branch)", condition, StringComparison.Ordinal);
        Assert.Contains("[\"push\", \"schedule\", \"workflow_dispatch\"]", condition, StringComparison.Ordinal);
        Assert.DoesNotContain(Action.Uses, use => use.Uses.StartsWith("actions/cache@", StringComparison.Ordinal));
    }

    private static WorkflowFile Action => WorkflowFile.All.Single(file => file.IsAction);

    private static WorkflowFile File(string path) => WorkflowFile.All.Single(file => file.Path == path);

    [GeneratedRegex("^[A-Za-z0-9_.-]+/[A-Za-z0-9_./-]+@[0-9a-f]{40}$")]
    private static partial Regex Pinned();

    [GeneratedRegex(@"^v\d+\.\d+\.\d+$")]
    private static partial Regex Version();

    [GeneratedRegex(@"steps\.([\w-]+)\.outputs\.([\w-]+)")]
    private static partial Regex StepOutput();

    [GeneratedRegex("""^exec bash "\$GITHUB_ACTION_PATH/([a-z]+\.sh)"$""")]
    private static partial Regex ScriptRun();
}
