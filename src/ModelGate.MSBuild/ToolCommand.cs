using System.Text;

namespace ModelGate.MSBuild;

/// <summary>How the tool is started: a program, and the arguments before the tool's own.</summary>
/// <param name="program">The executable.</param>
/// <param name="leading">Arguments that choose the tool.</param>
/// <param name="identity">Files whose change means another tool: its assemblies, or the manifest that names its version.</param>
/// <param name="remedy">What to do where it does not start, as a sentence.</param>
internal sealed class ToolCommand(string program, IReadOnlyList<string> leading, IReadOnlyList<string> identity, string remedy)
{
    public string Program => program;

    public IReadOnlyList<string> Identity => identity;

    public string Remedy => remedy;

    /// <param name="extra">More, quoted already.</param>
    public string Arguments(IEnumerable<string> arguments, string extra)
    {
        string line = string.Join(" ", leading.Concat(arguments).Select(Quoted));
        return extra.Trim().Length > 0 ? $"{line} {extra.Trim()}" : line;
    }

    /// <summary>An argument as every .NET process reads it back: backslashes count double only before a quote.</summary>
    internal static string Quoted(string argument)
    {
        if (argument.Length > 0 && !argument.Any(c => char.IsWhiteSpace(c) || c == '"')) return argument;
        var quoted = new StringBuilder("\"");
        int backslashes = 0;
        foreach (char c in argument)
        {
            if (c == '"') quoted.Append('\\', backslashes + 1);
            backslashes = c == '\\' ? backslashes + 1 : 0;
            quoted.Append(c);
        }

        return quoted.Append('\\', backslashes).Append('"').ToString();
    }
}
