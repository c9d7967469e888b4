using ModelGate.Models.Diagnostics;

namespace ModelGate.Tool;

/// <summary>The policy or the command line is wrong and nothing was started: exit code 2.</summary>
internal sealed class UsageException(IReadOnlyList<Diagnostic> diagnostics) : Exception(string.Join(Environment.NewLine, diagnostics))
{
    public UsageException(string option, string problem, string remedy)
        : this([new Diagnostic("QG0900", new SourcePoint(option), problem, remedy)])
    {
    }

    public IReadOnlyList<Diagnostic> Diagnostics { get; } = diagnostics;

    /// <summary>Runs work that starts nothing: whatever is wrong then is wrong with what the user gave.</summary>
    public static async Task<T> WhenWrongAsync<T>(Func<Task<T>> prepare)
    {
        try
        {
            return await prepare();
        }
        catch (DiagnosticException error)
        {
            throw new UsageException(error.Diagnostics);
        }
    }

    /// <inheritdoc cref="WhenWrongAsync{T}"/>
    public static T WhenWrong<T>(Func<T> prepare)
    {
        try
        {
            return prepare();
        }
        catch (DiagnosticException error)
        {
            throw new UsageException(error.Diagnostics);
        }
    }
}
