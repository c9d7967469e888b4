using ModelGate.Tool.Terminal;

namespace ModelGate.Tool.Init;

/// <summary>Asks on a terminal; elsewhere every default stands.</summary>
internal sealed class Questions(ToolConsole console)
{
    /// <param name="standard">Taken for an empty line, and where nobody can be asked.</param>
    /// <param name="problem">Why an answer will not do, as a sentence; null where it will.</param>
    public string Ask(string question, string standard, Func<string, string?> problem)
    {
        if (console.Input is not { } input) return standard;
        while (true)
        {
            console.Error.Write($"{question} [{standard}]: ");
            if (input.ReadLine() is not { } line) return standard;
            string answer = line.Trim();
            if (answer.Length == 0) return standard;
            if (problem(answer) is not { } wrong) return answer;
            console.Error.WriteLine(wrong);
        }
    }
}
