using ModelGate.Testing;
using ModelGate.Tool.Init;
using ModelGate.Tool.Terminal;

namespace ModelGate.Tool.Tests;

/// <summary>What one command printed and returned.</summary>
public sealed record ToolResult(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public override string ToString() => $"exit {ExitCode}\n--- output\n{Output}--- error\n{Error}";
}

/// <summary>The tool in this process, in an empty folder, with the bundled demo; 120 columns, no colour.</summary>
public sealed class ToolRun : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public string Folder => folder.Path;

    /// <summary>Environment variables of the commands that are run; what is not here is the process's own. Not CI unless set.</summary>
    public Dictionary<string, string?> Variables { get; } = new() { ["CI"] = null };

    /// <summary>What somebody types at the terminal; null where there is none.</summary>
    public string? Input { get; set; }

    internal ServingGpu? Gpu { get; set; }

    public string Combine(params ReadOnlySpan<string> parts) => Path.Combine([Folder, .. parts]);

    /// <summary>Writes a file and returns its name.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(Combine(name), text);
        return name;
    }

    /// <summary>Files and folders in the tool's current directory.</summary>
    public IReadOnlyList<string> Entries =>
        [.. Directory.EnumerateFileSystemEntries(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public async Task<ToolResult> RunAsync(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int exitCode = await Program.RunAsync(arguments, Context(output, error));
        return new ToolResult(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command that must end with 0.</summary>
    public async Task<ToolResult> SucceedAsync(params string[] arguments)
    {
        ToolResult result = await RunAsync(arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }

    internal ToolContext Context(TextWriter output, TextWriter error, int widthColumns = 120) =>
        new(
            new ToolConsole(output, error, HasColor: false, IsInteractive: false, widthColumns)
            {
                Input = Input is null ? null : new StringReader(Input),
            },
            TimeProvider.System, Repository.Demo, Folder)
        {
            Gpu = () => Gpu,
            Variable = name => Variables.TryGetValue(name, out string? value) ? value : Environment.GetEnvironmentVariable(name),
        };

    public void Dispose() => folder.Dispose();
}
