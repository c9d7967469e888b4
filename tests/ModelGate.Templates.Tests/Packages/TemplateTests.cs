using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ModelGate.Templates.Tests.Actions;
using ModelGate.Templates.Tests.Workflows;
using ModelGate.Testing;

namespace ModelGate.Templates.Tests.Packages;

/// <summary>What <c>dotnet new</c> writes, run as it is.</summary>
public sealed partial class TemplateTests(InstalledTemplates feed) : IClassFixture<InstalledTemplates>
{
    [Fact]
    public async Task Quantgate_writes_files_that_gate_at_once()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        string folder = NewFolder("policy");
        await feed.SucceedAsync(folder, "new", "quantgate");
        Assert.Equal(
            [
                ".config/dotnet-tools.json",
                ".github/actions/quantgate/action.yml",
                ".github/actions/quantgate/collect.sh",
                ".github/actions/quantgate/journal.sh",
                ".github/actions/quantgate/prepare.sh",
                ".github/actions/quantgate/run.sh",
                ".github/workflows/quantgate-publish.yml",
                ".github/workflows/quantgate.yml",
                "quantgate.schema.json",
                "quantgate.yml",
            ],
            Files(folder));
        Assert.DoesNotContain(Files(folder), file => Placeholder().IsMatch(File.ReadAllText(Path.Combine(folder, file))));

        await feed.SucceedAsync(folder, "tool", "restore");
        ProgramResult schema = await feed.SucceedAsync(folder, "quantgate", "schema");
        Assert.Equal(schema.Output, await File.ReadAllTextAsync(Path.Combine(folder, "quantgate.schema.json"), cancel));
        Assert.Contains("demo-stories", (await feed.SucceedAsync(folder, "quantgate", "plan")).Output, StringComparison.Ordinal);

        using var action = new ActionRun(Path.Combine(folder, ".github", "actions", "quantgate"), folder);
        foreach ((string name, string? value) in feed.Variables) action.Variables[name] = value;
        await action.SucceedAsync("prepare");
        Assert.StartsWith(action.Temporary, action.Outputs["prepare"]["tool"], StringComparison.Ordinal);
        await action.SucceedAsync("run");
        await action.SucceedAsync("collect");
        Assert.Equal("passed", action.Outputs["collect"]["verdict"]);
        Assert.Equal("0", action.Outputs["collect"]["exit-code"]);
    }

    [Fact]
    public async Task Quantgate_project_is_gated_when_it_is_published()
    {
        await feed.SucceedAsync(feed.Combine("."), "new", "quantgate-project", "-n", "Served");
        string folder = feed.Combine("Served");
        Assert.Equal(
            [
                ".config/dotnet-tools.json", ".gitignore", "Program.cs", "Served.csproj", "quantgate.schema.json", "quantgate.yml",
            ],
            Files(folder).Where(file => !file.StartsWith("obj/", StringComparison.Ordinal)));
        await feed.SucceedAsync(folder, "tool", "restore");
        await feed.SucceedAsync(folder, "publish", "-o", "out", "-nodeReuse:false");
        Assert.True(File.Exists(Path.Combine(folder, "out", "Served.dll")));

        string policy = Path.Combine(folder, "quantgate.yml");
        File.WriteAllText(policy, File.ReadAllText(policy).Replace("at-most: 0.6", "at-most: 0.1", StringComparison.Ordinal));
        ProgramResult failed = await feed.RunAsync(folder, "publish", "-o", "refused", "-nodeReuse:false");
        Assert.NotEqual(0, failed.ExitCode);
        Assert.Matches(@"quantgate\.yml\(\d+,\d+\): error QG0711: ", failed.Output);
        Assert.False(File.Exists(Path.Combine(folder, "refused", "Served.dll")));
    }

    [Fact]
    public async Task Quantgate_does_not_overwrite_what_is_there()
    {
        string folder = NewFolder("refused"), policy = Path.Combine(folder, "quantgate.yml");
        File.WriteAllText(policy, "version: 1 # mine");
        ProgramResult result = await feed.RunAsync(folder, "new", "quantgate");
        Assert.Equal(73, result.ExitCode);
        Assert.Equal("version: 1 # mine", File.ReadAllText(policy));
        Assert.Equal(["quantgate.yml"], Files(folder));
    }

    [Fact]
    public async Task Options_of_quantgate_arrive_in_its_files()
    {
        string folder = NewFolder("options");
        await feed.SucceedAsync(
            folder, "new", "quantgate", "--model", "hf:owner/model@abc", "--tasks", "leaderboard-v2, gsm8k", "--runner",
            """["self-hosted", "gpu"]""", "--branch", "trunk", "--tool-version", "9.8.7");
        string policy = File.ReadAllText(Path.Combine(folder, "quantgate.yml"));
        Assert.Matches("(?m)^model: hf:owner/model@abc ", policy);
        Assert.Matches(@"(?m)^  tasks: \[leaderboard-v2, gsm8k\] ", policy);
        string workflow = File.ReadAllText(Path.Combine(folder, ".github", "workflows", "quantgate.yml"));
        Assert.Contains("""vars.QUANTGATE_RUNNER || '["self-hosted", "gpu"]')""", workflow, StringComparison.Ordinal);
        Assert.Contains("branches: [trunk]", workflow, StringComparison.Ordinal);
        JsonNode manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, ".config", "dotnet-tools.json")))!;
        Assert.Equal("9.8.7", manifest["tools"]!["dotnet-quantgate"]!["version"]!.ToString());
        Assert.Equal("[]", await WorkflowLint.FaultsAsync(Directory.GetFiles(Path.Combine(folder, ".github", "workflows"))));
    }

    [Fact]
    public async Task Manifest_and_workflows_can_be_left_out()
    {
        string folder = NewFolder("alone");
        await feed.SucceedAsync(folder, "new", "quantgate", "--manifest", "false", "--workflows", "false");
        Assert.Equal(["quantgate.schema.json", "quantgate.yml"], Files(folder));
    }

    [Theory]
    [InlineData("quantgate")]
    [InlineData("quantgate-project")]
    public void Default_version_is_the_one_that_is_packed(string name)
    {
        JsonNode template = JsonNode.Parse(File.ReadAllText(
            Path.Combine(Repository.Root, "templates", "content", name, ".template.config", "template.json")))!;
        string version = template["symbols"]!["tool-version"]!["defaultValue"]!.ToString();
        Assert.True(File.Exists(Path.Combine(feed.Packages, $"dotnet-quantgate.{version}.nupkg")), version);
    }

    private string NewFolder(string name) => Directory.CreateDirectory(feed.Combine(name)).FullName;

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    [GeneratedRegex("template-(model|tasks|branch|version)|ModelGated")]
    private static partial Regex Placeholder();
}
