using System.Text.Json;
using ModelGate.Measurement.Sandbox;
using ModelGate.Testing;

namespace ModelGate.Measurement.Tests.Sandbox;

/// <summary>The demo model's reference answers to the first of its coding tasks, which all pass when plain Python runs them.</summary>
public sealed class DemoCodeTests
{
    [Fact]
    public async Task RunAll_reference_answers_pass_and_another_tasks_answers_fail()
    {
        SandboxDetection detection = await SandboxDetection.DetectAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        if (detection.Sandbox is null) Assert.Skip(string.Join("; ", detection.Tried.Select(trial => $"{trial.Backend}: {trial.Detail}")));

        JsonElement[] tasks = [.. File.ReadLines(Path.Combine(Repository.Demo, "tasks", "code.jsonl")).Select(Parse)];
        JsonElement outputs = Parse(await File.ReadAllTextAsync(
            Path.Combine(Repository.Demo, "reference", "outputs.json"), TestContext.Current.CancellationToken));
        string[] answers = [.. outputs.GetProperty("code").GetProperty("generated").EnumerateArray().Select(answer => answer.GetString()!)];
        Assert.InRange(answers.Length, 50, tasks.Length);

        PythonProgram[] own = [.. answers.Select((answer, i) => Program(tasks[i], answer))];
        Assert.All(await RunAllAsync(detection.Sandbox, own), result => Assert.IsType<SandboxResult.Passed>(result));

        int[] wrong = [.. Enumerable.Range(0, 12).Where(i => answers[i] != answers[i + 1])];
        PythonProgram[] anothers = [.. wrong.Select(i => Program(tasks[i], answers[i + 1]))];
        Assert.All(await RunAllAsync(detection.Sandbox, anothers), result => Assert.IsType<SandboxResult.Failed>(result));
    }

    private static Task<IReadOnlyList<SandboxResult>> RunAllAsync(ISandbox sandbox, PythonProgram[] programs) =>
        sandbox.RunAllAsync(programs, new SandboxLimits { WallTime = TimeSpan.FromSeconds(120) }, parallelism: 2,
            cancel: TestContext.Current.CancellationToken);

    private static PythonProgram Program(JsonElement task, string answer) => new(
        $"{task.GetProperty("prompt")}{answer}\n{task.GetProperty("test")}\ncheck({task.GetProperty("entry_point")})\n");

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
