using System.Text.Json;
using ModelGate.Templates.Tests.Actions;
using ModelGate.Testing;

namespace ModelGate.Templates.Tests.Workflows;

/// <summary>Checked by programs that are not ours: actionlint, GitHub's own parser of workflows and actions, and shellcheck.</summary>
public sealed class WorkflowLintTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Workflows_and_the_action_have_no_fault()
    {
        string found = await WorkflowLint.FaultsAsync([.. WorkflowFile.All.Select(file => file.FullPath)]);
        Assert.Equal("[]", found);
    }

    [Fact]
    public async Task Faults_would_be_found()
    {
        string workflow = folder.Combine("faulty.yml"), action = folder.Combine("action.yml");
        File.WriteAllText(workflow, """
            on: pull_request
            jobs:
              a:
                runs-on: ubuntu-latest
                steps:
                  - run: echo ${{ github.event.pull_request.title }}
                  - uses: actions/checkout@v7
                    wiht: {fetch-depth: 2}
            """);
        File.WriteAllText(action, """
            name: faulty
            description: no shell
            runs: {using: composite, steps: [{run: echo}]}
            """);
        using JsonDocument found = JsonDocument.Parse(await WorkflowLint.FaultsAsync([workflow, action]));
        string[] messages = [.. found.RootElement.EnumerateArray().Select(fault => fault.GetProperty("message").GetString()!)];
        Assert.Contains(messages, message => message.Contains("potentially untrusted", StringComparison.Ordinal));
        Assert.Contains(messages, message => message.Contains("wiht", StringComparison.Ordinal));
        Assert.Contains(messages, message => message.Contains("Required property is missing: shell", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Scripts_have_no_fault()
    {
        Assert.SkipUnless(
            await ExternalProgram.IsThereAsync("shellcheck"), "shellcheck is not installed; on Debian: apt-get install shellcheck.");
        string scripts = Path.Combine(Repository.Root, ".github", "actions", "quantgate");
        List<string> files = [.. Directory.GetFiles(scripts, "*.sh")];
        Assert.NotEmpty(files);
        int blocks = 0;
        foreach (string script in WorkflowFile.All.SelectMany(file => file.Steps)
            .Select(step => WorkflowFile.Text(step, "run")).OfType<string>())
        {
            string block = folder.Combine($"block{++blocks}.sh");
            File.WriteAllText(block, $"#!/usr/bin/env bash\n{script}\n");
            files.Add(block);
        }

        ProgramResult result = await ExternalProgram.RunAsync("shellcheck", folder.Path, ["--severity=style", .. files]);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    public void Dispose() => folder.Dispose();
}
