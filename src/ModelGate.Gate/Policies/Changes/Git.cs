using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Policies.Changes;

/// <param name="Output">As it came: paths and file contents are bytes.</param>
internal sealed record GitResult(int ExitCode, byte[] Output, string Error)
{
    public string Text => Encoding.UTF8.GetString(Output).TrimEnd('\n', '\r');
}

/// <summary>Asks the git program about one repository. It is started with a list of arguments, never by a shell.</summary>
internal sealed class Git(string directory)
{
    public const string Missing = "QG0131";

    /// <summary>The directory that git runs in.</summary>
    public string Directory { get; } = directory;

    /// <exception cref="DiagnosticException">QG0131: there is no git.</exception>
    public GitResult Run(params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new("git", ["--no-pager", "-c", "core.quotePath=false", .. arguments])
        {
            WorkingDirectory = Directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["LC_ALL"] = "C";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";

        // A local replacement must not stand in for the base's content.
        start.Environment["GIT_NO_REPLACE_OBJECTS"] = "1";
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> error = process.StandardError.ReadToEndAsync();
            using MemoryStream output = new();
            process.StandardOutput.BaseStream.CopyTo(output);
            process.WaitForExit();
            return new(process.ExitCode, output.ToArray(), error.GetAwaiter().GetResult().Trim());
        }
        catch (Win32Exception error)
        {
            throw new DiagnosticException(
                Missing, new SourcePoint("--base"), $"git cannot be started: {error.Message}.",
                "Install git, or give a folder that holds the base, as --base ./base.");
        }
    }
}
