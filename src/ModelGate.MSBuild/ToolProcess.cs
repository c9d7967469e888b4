using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ModelGate.MSBuild;

/// <summary>One run of the tool whose lines come out on the caller's thread, and which can be asked to stop.</summary>
internal sealed class ToolProcess(ToolCommand command, string arguments, string folder)
{
    private const int SigTerm = 15;

    /// <summary>The tool closes its journal within this time after it was asked to stop.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    /// <param name="onLine">Gets each line, and whether it is of standard error.</param>
    /// <param name="cancelled">Asks for the end when it is set.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="Win32Exception">The program does not start.</exception>
    public int Run(Action<string, bool> onLine, WaitHandle cancelled)
    {
        using var lines = new BlockingCollection<(string Text, bool IsError)>();
        int open = 2;
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(command.Program, arguments)
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                CreateNoWindow = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.StartInfo.EnvironmentVariables["NO_COLOR"] = "1";
        process.OutputDataReceived += (_, line) => Add(line.Data, isError: false);
        process.ErrorDataReceived += (_, line) => Add(line.Data, isError: true);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        Stopwatch? sinceStop = null;
        while (!lines.IsCompleted)
        {
            if (lines.TryTake(out (string Text, bool IsError) line, millisecondsTimeout: 50)) onLine(line.Text, line.IsError);
            if (sinceStop is null && cancelled.WaitOne(0))
            {
                sinceStop = Stopwatch.StartNew();
                AskToStop(process);
            }
            else if (sinceStop?.Elapsed > s_patience)
            {
                Kill(process);
                break;
            }
        }

        process.WaitForExit();
        return process.ExitCode;

        void Add(string? text, bool isError)
        {
            if (text is not null) lines.Add((text, isError));
            else if (Interlocked.Decrement(ref open) == 0) lines.CompleteAdding();
        }
    }

    /// <summary>SIGTERM, which <c>dotnet</c> hands on to the tool it runs. Windows has none; a killed tool resumes all the same.</summary>
    private static void AskToStop(Process process)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows) || SendSignal(process.Id, SigTerm) != 0) Kill(process);
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            // It ended by itself in between.
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
