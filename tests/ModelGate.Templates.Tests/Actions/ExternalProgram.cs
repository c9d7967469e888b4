using System.Diagnostics;

namespace ModelGate.Templates.Tests.Actions;

/// <summary>What a program printed and returned.</summary>
public sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    public override string ToString() => $"exit {ExitCode}\n--- output\n{Output}\n--- error\n{Error}";
}

/// <summary>Runs programs that are not ours.</summary>
internal static class ExternalProgram
{
    public static async Task<bool> IsThereAsync(string name) =>
        !OperatingSystem.IsWindows()
            && (await RunAsync("/bin/sh", Path.GetTempPath(), ["-c", $"command -v {name}"])).ExitCode == 0;

    /// <param name="variables">Added to this process's environment; null removes one.</param>
    public static async Task<ProgramResult> RunAsync(
        string file, string directory, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? variables = null)
    {
        using Process process = Process.Start(Information(file, directory, arguments, variables))!;
        process.StandardInput.Close();
        CancellationToken cancel = TestContext.Current.CancellationToken;
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancel), error = process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return new ProgramResult(process.ExitCode, await output, await error);
    }

    public static ProcessStartInfo Information(
        string file, string directory, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? variables)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in variables ?? new Dictionary<string, string?>()) start.Environment[name] = value;
        return start;
    }
}
