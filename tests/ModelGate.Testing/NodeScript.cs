using System.Diagnostics;

namespace ModelGate.Testing;

/// <summary>A script of <c>tests/node</c>: text in, text out.</summary>
public static class NodeScript
{
    private static string Folder => Path.Combine(Repository.Root, "tests", "node");

    /// <summary>Why a script that needs the package cannot run; null where it can.</summary>
    public static string? MissingFor(string package) => Directory.Exists(Path.Combine(Folder, "node_modules", package))
        ? null
        : $"The npm package {package} is absent; run 'npm ci' in tests/node.";

    /// <exception cref="InvalidOperationException">The script failed.</exception>
    public static string Run(string script, string input)
    {
        var start = new ProcessStartInfo("node", script)
        {
            WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("node does not start.");
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.GetAwaiter().GetResult()
            : throw new InvalidOperationException(error.GetAwaiter().GetResult());
    }
}
