namespace ModelGate.GitHub.Publishing;

/// <summary>What publishing tells the log of its run.</summary>
/// <param name="isWorkflow">The reader is GitHub's runner, which understands commands.</param>
public sealed class PublishLog(TextWriter output, bool isWorkflow)
{
    public void Say(string line) => output.WriteLine($"publish: {line.ReplaceLineEndings(" ")}");

    /// <summary>Something was not reported; the verdict stays as it is.</summary>
    public void Warn(string text) =>
        output.WriteLine(isWorkflow ? WorkflowCommand.Warning(text) : $"warning: {text.ReplaceLineEndings(" ")}");

    internal void Command(string line) => output.WriteLine(line);
}
