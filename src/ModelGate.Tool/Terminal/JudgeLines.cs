using ModelGate.Gate.Runs;
using ModelGate.Measurement.Accuracy.Judging;

namespace ModelGate.Tool.Terminal;

/// <summary>A judge's progress within the piece of work that asks it.</summary>
internal sealed class JudgeLines(IRunProgress progress) : IProgress<JudgeProgress>
{
    public void Report(JudgeProgress value) => progress.Advance(
        (double)value.Finished / value.Requests, $"judged {value.Finished} of {value.Requests}, {value.Asked} asked now");
}
