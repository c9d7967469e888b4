using ModelGate.Gate.Runs;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Accuracy.Judging;

namespace ModelGate.Tool.Terminal;

/// <summary>What judging will take, before it starts, and its progress within the piece of work that asks.</summary>
internal sealed class JudgeLines(IRunProgress progress) : IProgress<JudgeProgress>
{
    /// <param name="models">Whose answers are judged.</param>
    public static void Announce(ToolConsole console, IEnumerable<PreparedTask> tasks, int models)
    {
        foreach (PreparedTask task in tasks)
        {
            if (task.JudgingEstimate is { } estimate) console.Error.WriteLine($"{task.Task.Name}: judging {estimate.Times(models)}");
        }
    }

    public void Report(JudgeProgress value) => progress.Advance(
        (double)value.Finished / value.Requests, $"judged {value.Finished} of {value.Requests}, {value.Asked} asked now");
}
