using System.Diagnostics;
using System.Globalization;

namespace ModelGate.Templates.Tests.Actions;

/// <summary>A cancelled job, as GitHub cancels one: the signal goes to the step's shell and to no other process.</summary>
public sealed class CancelledJobTests : IDisposable
{
    private readonly ActionRun action;

    public CancelledJobTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        action = new ActionRun(BuiltTool.Action);
        action.Inputs["tool"] = BuiltTool.Executable;
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task Signal_reaches_the_tool_which_leaves_what_the_next_run_goes_on_from(string signal, int exitCode)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        File.WriteAllText(action.Combine("quantgate.yml"), """
            version: 1
            model: demo
            candidates: {fp8: {scheme: w8a8-fp8}}
            accuracy: {tasks: [demo-letters, demo]}
            gates: [{metric: recovery, at-least: 50%, margin: 40%}]
            """);
        await action.SucceedAsync("prepare");
        using (Process step = action.Start("run"))
        {
            await ReadUntilAsync(step, "baseline: demo-letters");
            using Process kill = Process.Start("kill", ["-s", signal, step.Id.ToString(CultureInfo.InvariantCulture)])!;
            await kill.WaitForExitAsync(cancel);
            string rest = await step.StandardError.ReadToEndAsync(cancel);
            await step.WaitForExitAsync(cancel);
            Assert.True(step.ExitCode == exitCode, $"exit {step.ExitCode}\n{rest}");
            Assert.EndsWith("Stopped. The same command goes on where this one ended.", rest.TrimEnd(), StringComparison.Ordinal);
        }

        await action.SucceedAsync("collect");
        Assert.Equal("unfinished", action.Outputs["collect"]["verdict"]);
        Assert.StartsWith(action.Combine(".quantgate") + "\n", action.Outputs["collect"]["journal-paths"], StringComparison.Ordinal);

        // What the journal's artifact brings to the next run: the first task is not asked again.
        File.WriteAllText(action.Combine("quantgate.yml"), """
            version: 1
            model: demo
            candidates: {fp8: {scheme: w8a8-fp8}}
            accuracy: {tasks: [demo-letters]}
            gates: [{metric: recovery, at-least: 50%, margin: 40%}]
            """);
        ProgramResult next = await action.RunAsync("run");
        Assert.True(next.ExitCode is 0 or 1 or 4, next.ToString());
        Assert.Contains(
            next.Error.Split('\n'),
            line => line.StartsWith("baseline: demo-letters: ", StringComparison.Ordinal)
                && line.Contains("from an earlier run", StringComparison.Ordinal));
        await action.SucceedAsync("collect");
        Assert.Equal(next.ExitCode.ToString(CultureInfo.InvariantCulture), action.Outputs["collect"]["exit-code"]);
    }

    public void Dispose() => action.Dispose();

    private static async Task ReadUntilAsync(Process process, string beginning)
    {
        List<string> lines = [];
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal)) return;
            lines.Add(line);
        }

        Assert.Fail($"The step ended before '{beginning}':\n{string.Join('\n', lines)}");
    }
}
