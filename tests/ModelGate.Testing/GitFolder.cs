using System.ComponentModel;
using System.Diagnostics;

namespace ModelGate.Testing;

/// <summary>A git repository in an empty folder, with whoever and whenever fixed.</summary>
public sealed class GitFolder : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public GitFolder() => Git("init", "-q", "-b", "main");

    /// <summary>Null where git is there; else why a test that needs it is skipped.</summary>
    public static string? Missing { get; } = MissingGit();

    public string Path => folder.Path;

    public string Combine(string name) => folder.Combine(name);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Combine(name))!);
        File.WriteAllText(Combine(name), text);
    }

    /// <summary>Commits all that is there.</summary>
    public void Commit()
    {
        Git("add", "-A");
        Git("commit", "-q", "-m", "a commit");
    }

    /// <returns>What it printed.</returns>
    public string Git(params string[] arguments) => Run(Path, arguments);

    /// <summary>A clone beside others, by the protocol that keeps depth.</summary>
    public static string Clone(GitFolder source, string target, params string[] options)
    {
        Run(source.Path, ["clone", "-q", .. options, "file://" + source.Path, target]);
        return target;
    }

    public void Dispose() => folder.Dispose();

    private static string Run(string directory, params string[] arguments)
    {
        ProcessStartInfo start = new("git", arguments)
        {
            WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (string role in (string[])["AUTHOR", "COMMITTER"])
        {
            start.Environment[$"GIT_{role}_NAME"] = "somebody";
            start.Environment[$"GIT_{role}_EMAIL"] = "somebody@example.org";
            start.Environment[$"GIT_{role}_DATE"] = "2026-01-01T00:00:00Z";
        }

        start.Environment["GIT_CONFIG_GLOBAL"] = start.Environment["GIT_CONFIG_SYSTEM"] = OperatingSystem.IsWindows() ? "NUL" : "/dev/null";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Trim()
            : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {error.GetAwaiter().GetResult()}");
    }

    private static string? MissingGit()
    {
        try
        {
            Run(Environment.CurrentDirectory, "--version");
            return null;
        }
        catch (Win32Exception)
        {
            return "git is absent.";
        }
    }
}
