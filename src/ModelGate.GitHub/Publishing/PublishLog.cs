namespace ModelGate.GitHub.Publishing;

/// <summary>What publishing tells the log of its run.</summary>
/// <param name="isWorkflow">The reader is GitHub's runner, which understands commands.</param>
public sealed class PublishLog(TextWriter output, bool isWorkflow)
{
    private int warnings;

    public void Say(string line) => output.WriteLine($"publish: {line.ReplaceLineEndings(" ")}");

    /// <summary>Something was not reported; the verdict stays as it is.</summary>
    public void Warn(string text)
    {
        warnings++;
        output.WriteLine(isWorkflow ? WorkflowCommand.Warning(text) : $"warning: {text.ReplaceLineEndings(" ")}");
    }

    /// <summary>Annotations that need no right, worst first; the runner would drop more than these.</summary>
    internal void Remark(PolicyPath policy, IReadOnlyList<PolicyRemark> remarks)
    {
        if (!isWorkflow) return;
        IEnumerable<PolicyRemark> shown = remarks.Where(remark => remark.IsFailure).Take(WorkflowCommand.MostOfLevel)
            .Concat(remarks.Where(remark => !remark.IsFailure).Take(Math.Max(0, WorkflowCommand.MostOfLevel - warnings)));
        foreach (PolicyRemark remark in shown)
        {
            output.WriteLine(WorkflowCommand.On(
                remark.IsFailure ? "error" : "warning", policy.Path, remark.Line, remark.Title, remark.Message));
        }
    }
}
