using System.Text.Json.Nodes;
using ModelGate.GitHub.Publishing;

namespace ModelGate.Templates.Tests.Actions;

/// <summary>The action's scripts in the environment of a runner, with a tool that prints its arguments.</summary>
public sealed class ActionScriptTests : IDisposable
{
    private readonly ActionRun action;

    public ActionScriptTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The scripts run in bash.");
        action = new ActionRun(BuiltTool.Action);
        action.Inputs["tool"] = "tool";
        action.Inputs["token"] = "secret-of-the-run";
        WriteTool("""printf '%s\n' "$@"; echo "token=$GITHUB_TOKEN" """);
    }

    [Theory]
    [InlineData(".", "quantgate.yml", "quantgate-run")]
    [InlineData("./", "quantgate.yml", "quantgate-run")]
    [InlineData("services/llm", "quantgate.yml", "quantgate-run-services-llm-quantgate.yml")]
    [InlineData("./services/llm/", "gates/fp8 only.yml", "quantgate-run-services-llm-gates-fp8-only.yml")]
    public async Task Artifact_has_the_name_under_which_the_tool_looks_for_it(string directory, string policy, string name)
    {
        Directory.CreateDirectory(action.Combine(directory));
        action.Inputs["working-directory"] = directory;
        action.Inputs["policy"] = policy;
        await action.SucceedAsync("prepare");
        Assert.Equal(name, action.Outputs["prepare"]["artifact"]);
        Assert.Equal(name, PolicyPath.Parse($"{directory}/{policy}").ArtifactName);
    }

    [Fact]
    public async Task Two_policies_share_neither_journal_nor_verdict_nor_cache_key()
    {
        action.Expressions["github.event.pull_request.number"] = "12";
        await action.SucceedAsync("prepare");
        IReadOnlyDictionary<string, string> first = action.Outputs["prepare"];
        action.Inputs["policy"] = "other.yml";
        await action.SucceedAsync("prepare");
        Assert.All(
            (string[])["artifact", "journal", "verdicts", "cache-prefix"],
            name => Assert.NotEqual(first[name], action.Outputs["prepare"][name]));
        Assert.Equal("quantgate-journal-pr12", first["journal"]);
        Assert.Equal("quantgate-1-Linux-X64-quantgate.yml-\nquantgate-1-Linux-X64-", first["restore-keys"]);
    }

    [Theory]
    [InlineData("command", "evaluate", "it must be check or publish")]
    [InlineData("tool", "nowhere", "There is no executable nowhere")]
    [InlineData("version", "1.0; rm -rf /", "is no exact version")]
    public async Task Wrong_inputs_end_the_job_with_what_is_wrong(string input, string value, string message)
    {
        if (input == "version") action.Inputs["tool"] = "";
        action.Inputs[input] = value;
        ProgramResult result = await action.RunAsync("prepare");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("::error::", result.Output, StringComparison.Ordinal);
        Assert.Contains(message, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arguments_reach_the_tool_as_they_are_and_measuring_sees_no_token()
    {
        action.Inputs["policy"] = "$(touch pwned) `touch pwned`.yml";
        action.Inputs["args"] = "--offline\n$(touch pwned)\n";
        await action.SucceedAsync("prepare");
        ProgramResult result = await action.SucceedAsync("run");
        Assert.Equal(
            $"check\n$(touch pwned) `touch pwned`.yml\n--output\n{action.Combine("quantgate-report")}\n--offline\n$(touch pwned)\ntoken=\n",
            result.Output);
        Assert.False(File.Exists(action.Combine("pwned")));
    }

    [Fact]
    public async Task Base_of_a_pull_request_is_the_first_parent_of_the_merge()
    {
        action.Variables["GITHUB_EVENT_NAME"] = "pull_request";
        await action.SucceedAsync("prepare");
        Assert.Contains("--base\nHEAD^1\n", (await action.SucceedAsync("run")).Output, StringComparison.Ordinal);

        action.Inputs["base"] = "none";
        Assert.DoesNotContain("--base", (await action.SucceedAsync("run")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("owner/models", true)]
    [InlineData("somebody/models", false)]
    public async Task Runs_of_forks_do_not_publish_themselves(string head, bool publishes)
    {
        action.Inputs["publish"] = "true";
        action.Expressions["github.event.pull_request.head.repo.full_name"] = head;
        await action.SucceedAsync("prepare");
        Assert.Equal(publishes, (await action.SucceedAsync("run")).Output.Contains("--publish", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Publish_names_the_policy_from_the_root_and_gets_the_token()
    {
        Directory.CreateDirectory(action.Combine("llm", "downloaded"));
        action.Inputs["working-directory"] = "llm";
        action.Inputs["command"] = "publish";
        action.Inputs["run"] = "downloaded";
        action.Inputs["baseline-artifact"] = "other";
        await action.SucceedAsync("prepare");
        ProgramResult result = await action.SucceedAsync("run");
        Assert.Equal(
            $"publish\n{action.Combine("llm", "downloaded")}\n--policy\nllm/quantgate.yml\n--baseline-artifact\nother\n"
                + "token=secret-of-the-run\n",
            result.Output);
    }

    [Fact]
    public async Task Record_of_an_earlier_run_does_not_speak_for_a_run_that_broke_off()
    {
        await action.SucceedAsync("prepare");
        WriteRecord("passed", 0);
        WriteTool("exit 3");
        Assert.Equal(3, (await action.RunAsync("run")).ExitCode);
        await action.SucceedAsync("collect");
        Assert.Equal("unfinished", action.Outputs["collect"]["verdict"]);
        Assert.Equal("", action.Outputs["collect"]["exit-code"]);
    }

    [Theory]
    [InlineData("passed", 0, "passed", "0")]
    [InlineData("failed", 1, "failed", "1")]
    [InlineData("inconclusive", 4, "inconclusive", "4")]
    [InlineData("passed", 1, "unfinished", "")]
    [InlineData("passed\\nverdict=failed", 0, "unfinished", "")]
    public async Task Outputs_are_words_that_a_verdict_can_have(string effective, int exitCode, string verdict, string code)
    {
        await action.SucceedAsync("prepare");
        WriteRecord(effective.Replace("\\n", "\n", StringComparison.Ordinal), exitCode);
        await action.SucceedAsync("collect");
        Assert.Equal(verdict, action.Outputs["collect"]["verdict"]);
        Assert.Equal(code, action.Outputs["collect"]["exit-code"]);
        Assert.Equal(File.ReadAllText(action.EventFile), File.ReadAllText(action.Combine("quantgate-report", "event.json")));
    }

    [Fact]
    public async Task Cache_key_is_of_what_the_work_folder_holds()
    {
        await action.SucceedAsync("prepare");
        Directory.CreateDirectory(action.Combine(".quantgate", "scores"));
        File.WriteAllText(action.Combine(".quantgate", "scores", "a.jsonl"), "1");
        await action.SucceedAsync("collect");
        string key = action.Outputs["collect"]["cache-key"];
        Assert.StartsWith("quantgate-1-Linux-X64-quantgate.yml-", key, StringComparison.Ordinal);
        await action.SucceedAsync("collect");
        Assert.Equal(key, action.Outputs["collect"]["cache-key"]);
        File.AppendAllText(action.Combine(".quantgate", "scores", "a.jsonl"), "2");
        await action.SucceedAsync("collect");
        Assert.NotEqual(key, action.Outputs["collect"]["cache-key"]);
    }

    [Theory]
    [InlineData("push", "passed", 0, false)]
    [InlineData("push", "inconclusive", 4, true)]
    [InlineData("pull_request", "passed", 0, true)]
    public async Task Journal_is_left_where_another_run_may_go_on(string name, string effective, int exitCode, bool isLeft)
    {
        action.Variables["GITHUB_EVENT_NAME"] = name;
        await action.SucceedAsync("prepare");
        Directory.CreateDirectory(action.Combine(".quantgate", "checkpoints"));
        WriteRecord(effective, exitCode);
        await action.SucceedAsync("collect");
        string work = action.Combine(".quantgate");
        Assert.Equal(
            isLeft ? $"{work}\n!{work}/packed\n!{work}/verdicts" : null, action.Outputs["collect"].GetValueOrDefault("journal-paths"));
    }

    [Fact]
    public async Task Passed_run_is_kept_and_offered_to_the_next_one()
    {
        await action.SucceedAsync("prepare");
        WriteRecord("passed", 0);
        await action.SucceedAsync("collect");
        Assert.False(action.Outputs["collect"].ContainsKey("reused"));
        string verdicts = action.Combine(".quantgate", "verdicts", "quantgate.yml");
        Assert.True(File.Exists(Path.Combine(verdicts, "run.json")));
        Assert.Contains($"--reuse\n{verdicts}\n", (await action.SucceedAsync("run")).Output, StringComparison.Ordinal);

        // What the tool reports again says when it was measured.
        WriteRecord("passed", 0);
        await action.SucceedAsync("collect");
        Assert.Equal("true", action.Outputs["collect"]["reused"]);

        action.Inputs["reuse"] = "false";
        Assert.DoesNotContain("--reuse", (await action.SucceedAsync("run")).Output, StringComparison.Ordinal);
        action.Inputs["reuse"] = "only";
        Assert.Contains($"--reuse\n{verdicts}\n--reuse-only\n", (await action.SucceedAsync("run")).Output, StringComparison.Ordinal);
    }

    public void Dispose() => action.Dispose();

    private void WriteTool(string script)
    {
        string file = action.Combine("tool");
        File.WriteAllText(file, $"#!/usr/bin/env bash\n{script}\n");
        const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, Executable);
    }

    private void WriteRecord(string effective, int exitCode)
    {
        Directory.CreateDirectory(action.Combine("quantgate-report"));
        var record = new JsonObject
        {
            ["verdict"] = new JsonObject { ["outcome"] = effective, ["effective"] = effective, ["exitCode"] = exitCode },
            ["times"] = new JsonObject { ["startedUtc"] = "2026-01-02T03:04:05+00:00" },
        };
        string text = record.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });
        File.WriteAllText(action.Combine("quantgate-report", "run.json"), text);
    }
}
