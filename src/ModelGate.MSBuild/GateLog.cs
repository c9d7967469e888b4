using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ModelGate.MSBuild;

/// <summary>What the build hears from the gate. With warn-only no error is left, and the build goes on.</summary>
internal sealed class GateLog(TaskLoggingHelper log, bool isWarnOnly)
{
    /// <summary>Counts warnings that stand for errors too.</summary>
    public int Errors { get; private set; }

    /// <param name="line">From 1; 0 is unknown.</param>
    public void Error(string code, string file, int line, int column, string text)
    {
        Errors++;
        if (isWarnOnly) Warning(code, file, line, column, text);
        else log.LogError(null, code, null, file, line, column, 0, 0, "{0}", text);
    }

    public void Warning(string code, string file, int line, int column, string text) =>
        log.LogWarning(null, code, null, file, line, column, 0, 0, "{0}", text);

    /// <summary>Seen in every build.</summary>
    public void Say(string text) => log.LogMessage(MessageImportance.High, "{0}", text);

    /// <summary>Seen where somebody asks for more.</summary>
    public void Detail(string text) => log.LogMessage(MessageImportance.Normal, "{0}", text);
}
