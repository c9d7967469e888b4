using System.Diagnostics;
using System.Text.RegularExpressions;
using ModelGate.Templates.Tests.Workflows;
using ModelGate.Testing;
using YamlDotNet.RepresentationModel;

namespace ModelGate.Templates.Tests.Actions;

/// <summary>
/// Runs the very script steps of an <c>action.yml</c> as GitHub's runner does: the environment of the step, its run block in a file, bash
/// with <c>-eo pipefail</c>, outputs through a file. Steps of other actions are not run.
/// </summary>
internal sealed partial class ActionRun : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly YamlMappingNode action;
    private readonly string path;

    /// <param name="path">Full path of the action's folder.</param>
    /// <param name="workspace">Full path of the checkout; null makes an empty one.</param>
    public ActionRun(string path, string? workspace = null)
    {
        this.path = path;
        var stream = new YamlStream();
        using StreamReader reader = File.OpenText(Path.Combine(path, "action.yml"));
        stream.Load(reader);
        action = (YamlMappingNode)stream.Documents[0].RootNode;
        Workspace = workspace ?? folder.Combine("workspace");
        Directory.CreateDirectory(Workspace);
        Directory.CreateDirectory(folder.Combine("temp"));
        File.WriteAllText(EventFile, """{"made": "by the runner"}""");
    }

    public string Workspace { get; }

    public string EventFile => folder.Combine("event-of-the-run.json");

    /// <summary>By name; what is not here has the default of <c>action.yml</c>.</summary>
    public Dictionary<string, string> Inputs { get; } = [];

    /// <summary>Values of expressions that are no input and no output of a step, by their text.</summary>
    public Dictionary<string, string> Expressions { get; } = new()
    {
        ["github.event.pull_request.number"] = "",
        ["github.event.pull_request.head.repo.full_name"] = "",
        ["github.head_ref || github.ref_name"] = "main",
        ["github.event.pull_request.head.repo.id || github.repository_id"] = "1",
    };

    /// <summary>Of every step.</summary>
    public Dictionary<string, string?> Variables { get; } = new()
    {
        ["CI"] = "true",
        ["GITHUB_ACTIONS"] = null,
        ["GITHUB_EVENT_NAME"] = "push",
        ["GITHUB_REF_NAME"] = "main",
        ["GITHUB_REPOSITORY"] = "owner/models",
        ["GITHUB_API_URL"] = "http://127.0.0.1:9",
        ["RUNNER_OS"] = "Linux",
        ["RUNNER_ARCH"] = "X64",
        ["DOTNET_ROOT"] = DotnetCommand.Root,
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
    };

    public Dictionary<string, IReadOnlyDictionary<string, string>> Outputs { get; } = [];

    public string Combine(params ReadOnlySpan<string> parts) => Path.Combine([Workspace, .. parts]);

    public string Temporary => folder.Combine("temp");

    public async Task<ProgramResult> RunAsync(string id)
    {
        (ProcessStartInfo start, string outputs) = Prepare(id);
        ProgramResult result = await ExternalProgram.RunAsync(
            start.FileName, start.WorkingDirectory, start.ArgumentList, new Dictionary<string, string?>(start.Environment));
        Outputs[id] = Read(outputs);
        return result;
    }

    public async Task<ProgramResult> SucceedAsync(string id)
    {
        ProgramResult result = await RunAsync(id);
        Assert.True(result.ExitCode == 0, $"{id}: {result}");
        return result;
    }

    /// <summary>For a step that the test ends itself.</summary>
    public Process Start(string id) => Process.Start(Prepare(id).Start)!;

    public void Dispose() => folder.Dispose();

    private (ProcessStartInfo Start, string Outputs) Prepare(string id)
    {
        YamlMappingNode step = Assert.Single(
            (YamlSequenceNode)WorkflowFile.Map(action, "runs").Children[new YamlScalarNode("steps")],
            step => WorkflowFile.Text((YamlMappingNode)step, "id") == id) as YamlMappingNode ?? throw new InvalidOperationException(id);
        Assert.Equal("bash", WorkflowFile.Text(step, "shell"));
        string script = folder.Combine(id + ".sh"), outputs = folder.Combine(id + ".outputs");
        File.WriteAllText(script, WorkflowFile.Text(step, "run") + "\n");
        File.WriteAllText(outputs, "");
        Dictionary<string, string?> variables = new(Variables)
        {
            ["GITHUB_ACTION_PATH"] = path,
            ["GITHUB_WORKSPACE"] = Workspace,
            ["GITHUB_OUTPUT"] = outputs,
            ["GITHUB_EVENT_PATH"] = EventFile,
            ["RUNNER_TEMP"] = Temporary,
        };
        foreach ((YamlNode name, YamlNode value) in WorkflowFile.Map(step, "env").Children)
        {
            variables[name.ToString()] = Expression().Replace(value.ToString(), match => Evaluate(match.Groups[1].Value.Trim()));
        }

        return (
            ExternalProgram.Information("bash", Workspace, ["--noprofile", "--norc", "-eo", "pipefail", script], variables), outputs);
    }

    private string Evaluate(string expression)
    {
        if (Expressions.TryGetValue(expression, out string? known)) return known;
        if (InputName().Match(expression) is { Success: true } input) return Input(input.Groups[1].Value);
        if (StepOutput().Match(expression) is { Success: true } output)
        {
            return Outputs.GetValueOrDefault(output.Groups[1].Value)?.GetValueOrDefault(output.Groups[2].Value) ?? "";
        }

        if (expression.EndsWith("&& inputs.token || ''", StringComparison.Ordinal))
        {
            return Input("command") == "publish" || Input("publish") == "true" ? Input("token") : "";
        }

        throw new InvalidOperationException($"No value for '{expression}'.");
    }

    private string Input(string name) =>
        Inputs.GetValueOrDefault(name)
            ?? WorkflowFile.Text((YamlMappingNode)WorkflowFile.Map(action, "inputs").Children[new YamlScalarNode(name)], "default")!;

    /// <summary>Both forms of GITHUB_OUTPUT.</summary>
    private static Dictionary<string, string> Read(string file)
    {
        Dictionary<string, string> outputs = [];
        using IEnumerator<string> lines = File.ReadLines(file).GetEnumerator();
        while (lines.MoveNext())
        {
            if (Heredoc().Match(lines.Current) is { Success: true } begin)
            {
                List<string> value = [];
                while (lines.MoveNext() && lines.Current != begin.Groups[2].Value) value.Add(lines.Current);
                outputs[begin.Groups[1].Value] = string.Join('\n', value);
            }
            else
            {
                string[] parts = lines.Current.Split('=', 2);
                outputs[parts[0]] = parts[1];
            }
        }

        return outputs;
    }

    [GeneratedRegex(@"\$\{\{(.*?)\}\}")]
    private static partial Regex Expression();

    [GeneratedRegex(@"^inputs\.([\w-]+)$")]
    private static partial Regex InputName();

    [GeneratedRegex(@"^steps\.([\w-]+)\.outputs\.([\w-]+)$")]
    private static partial Regex StepOutput();

    [GeneratedRegex("^([a-z-]+)<<(.+)$")]
    private static partial Regex Heredoc();
}
