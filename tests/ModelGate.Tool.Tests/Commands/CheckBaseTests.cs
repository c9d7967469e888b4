using System.Text.Json.Nodes;
using ModelGate.Testing;

namespace ModelGate.Tool.Tests.Commands;

/// <summary><c>check --base</c> in a git repository, whole; one work folder, so that only the first run asks the models.</summary>
public sealed class CheckBaseTests(ToolRun tool) : IClassFixture<ToolRun>
{
    private const string Policy = """
        version: 1
        model: demo
        candidates: {fp8: {scheme: w8a8-fp8}}
        accuracy: {tasks: [{task: demo-facts, sample: 20}]}
        gates:
          - {metric: recovery, at-least: 80%, margin: 60%, for: fp8}
          - {metric: size-ratio, at-most: 0.6}

        """;

    [Fact]
    public async Task Loosened_gate_fails_a_run_that_passes_by_its_own_policy()
    {
        using GitFolder repository = Repository();
        string loosened = Policy.Replace("at-most: 0.6", "at-most: 0.9", StringComparison.Ordinal)
            .Replace("60%", "70%", StringComparison.Ordinal) + "may-change: [gates]\n";
        ToolResult result = await CheckAsync(repository, loosened);
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.StartsWith("✘ gate changed  gate on recovery for fp8: margin 60 % → 70 % (gates)", result.Output, StringComparison.Ordinal);
        Assert.Contains("FAILED: the change loosens its own gate: gate on recovery", result.Output, StringComparison.Ordinal);
        Assert.Contains("By its own policy: PASSED", Unwrapped(result.Output), StringComparison.Ordinal);
        Assert.Contains("'quantgate: policy change accepted'", Unwrapped(result.Output), StringComparison.Ordinal);

        string report = File.ReadAllText(repository.Combine("report/report.md"));
        Assert.StartsWith("# ModelGate: FAILED: the change loosens its own gate: ", report, StringComparison.Ordinal);
        JsonNode record = RunJson.Read(repository.Combine("report"));
        Assert.Equal(("passed", 1), (record["verdict"]!["effective"]!.GetValue<string>(), record["verdict"]!["exitCode"]!.GetValue<int>()));
        JsonNode comparison = record["policyComparison"]!;
        Assert.Equal(["gates", "gates", "may-change"], Values(comparison["changes"]!, "kind"));
        Assert.Equal(["passed", "passed"], Values(comparison["findings"]!, "outcome"));

        ToolResult again = await tool.RunAsync("report", repository.Combine("report"));
        Assert.StartsWith("✘ gate changed", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_that_the_base_fails_is_shown_beside_the_one_that_passes()
    {
        string strict = Policy.Replace("at-most: 0.6", "at-most: 0.1", StringComparison.Ordinal);
        using GitFolder repository = Repository(strict + "may-change: [gates]\n");
        ToolResult result = await CheckAsync(repository, Policy + "may-change: [gates]\n");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.StartsWith(
            "· gate changed, allowed  gate on size-ratio: at-most 0.1 → 0.6 (gates)", result.Output, StringComparison.Ordinal);
        Assert.Contains("base's gate, failed: fp8 · size-ratio at-most 0.1", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stricter_gate_another_recipe_and_a_file_beside_are_no_loosening()
    {
        using GitFolder repository = Repository();
        repository.Write("notes.md", "a text");
        ToolResult result = await CheckAsync(repository, Policy.Replace("at-most: 0.6", "at-most: 0.59", StringComparison.Ordinal));
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.DoesNotContain("gate changed", result.Output, StringComparison.Ordinal);
        Assert.Empty(RunJson.Read(repository.Combine("report"))["policyComparison"]!["changes"]!.AsArray());
    }

    [Fact]
    public async Task First_policy_of_a_repository_is_held_to_nothing()
    {
        using GitFolder repository = Repository();
        repository.Git("rm", "-q", "--cached", "quantgate.yml");
        repository.Git("commit", "-q", "-m", "no policy");
        ToolResult result = await CheckAsync(repository, Policy);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("has no quantgate.yml: the gate is new", Unwrapped(result.Output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policy_under_another_name_leaves_the_first_one_gone()
    {
        using GitFolder repository = Repository();
        File.Move(repository.Combine("quantgate.yml"), repository.Combine("gate.yml"));
        ToolResult result = await tool.RunAsync(
            "check", repository.Combine("gate.yml"), "--base", "main", "-o", repository.Combine("report"));
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.StartsWith("✘ gate changed  policy quantgate.yml: in force → gone (policy)", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Base_that_this_version_cannot_read_needs_an_acceptance()
    {
        using GitFolder repository = Repository(Policy + "later-key: 1\n");
        ToolResult result = await CheckAsync(repository, Policy);
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("The policy has no key 'later-key'", Unwrapped(result.Output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_prints_the_comparison_and_starts_nothing()
    {
        using GitFolder repository = Repository();
        repository.Write("quantgate.yml", Policy.Replace("80%", "70%", StringComparison.Ordinal));
        ToolResult result = await tool.SucceedAsync("plan", repository.Combine("quantgate.yml"), "--base", "main");
        Assert.Contains(
            "needs acceptance  gate on recovery for fp8: at-least 80 % → 70 % (gates)", result.Output, StringComparison.Ordinal);
        ToolResult wrong = await tool.RunAsync("plan", repository.Combine("quantgate.yml"), "--base", "nowhere");
        Assert.Equal((2, ""), (wrong.ExitCode, wrong.Output));
        Assert.StartsWith("--base: error QG0132: ", wrong.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Values(JsonNode list, string key) => list.AsArray().Select(item => item![key]!.GetValue<string>());

    private static GitFolder Repository(string policy = Policy)
    {
        Assert.SkipWhen(GitFolder.Missing is not null, GitFolder.Missing ?? "");
        GitFolder repository = new();
        repository.Write("quantgate.yml", policy);
        repository.Commit();
        return repository;
    }

    private async Task<ToolResult> CheckAsync(GitFolder repository, string policy)
    {
        repository.Write("quantgate.yml", policy);
        return await tool.RunAsync(
            "check", repository.Combine("quantgate.yml"), "--base", "main", "-o", repository.Combine("report"));
    }

    private static string Unwrapped(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
