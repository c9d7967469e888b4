using System.ComponentModel;
using System.Diagnostics;

namespace ModelGate.Measurement.Sandbox;

internal enum ProcessEnd
{
    /// <summary>It left by itself or by a signal.</summary>
    Itself,

    /// <summary>It was killed at the limit of wall time, or because the caller gave up.</summary>
    WallTime,

    /// <summary>It was killed because it printed too much.</summary>
    Output,
}

/// <param name="ExitCode">Of no meaning where it was killed.</param>
internal sealed record ProcessOutcome(ProcessEnd End, int ExitCode, string Output, string Error);

/// <summary>One child process with its output read as it comes, and killed with all its descendants at a limit.</summary>
internal static class ProcessRun
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    /// <param name="environment">All of the child's environment.</param>
    /// <param name="killMore">Kills what does not die with the child, as a container; gets the child's process id and how it ended.</param>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    public static async Task<ProcessOutcome> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string directory,
        byte[] input, SandboxLimits limits, TimeProvider clock, Func<int, ProcessEnd, Task>? killMore, CancellationToken cancel)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in environment) start.Environment[name] = value;

        using Process process = Process.Start(start)!;
        using CancellationTokenSource wall = new(limits.WallTime, clock);
        using CancellationTokenSource flood = new();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(wall.Token, flood.Token, cancel);
        OutputBudget budget = new(limits.OutputBytes, flood);
        CappedReader output = new(process.StandardOutput.BaseStream, budget);
        CappedReader error = new(process.StandardError.BaseStream, budget);
        Task feeding = FeedAsync(process, input);
        try
        {
            await process.WaitForExitAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Which limit it was is asked below.
        }

        ProcessEnd end = flood.IsCancellationRequested ? ProcessEnd.Output : process.HasExited ? ProcessEnd.Itself : ProcessEnd.WallTime;
        Kill(process);
        if (killMore is not null) await killMore(process.Id, end).ConfigureAwait(false);
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        await feeding.ConfigureAwait(false);
        try
        {
            await Task.WhenAll(output.Finished, error.Finished).WaitAsync(s_grace, clock, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // A descendant that broke away, as only an unsafe process can, holds the streams open: what came so far is the output.
        }

        cancel.ThrowIfCancellationRequested();
        if (flood.IsCancellationRequested) end = ProcessEnd.Output;
        return new ProcessOutcome(end, process.ExitCode, output.Text, error.Text);
    }

    // A program may end without reading all of itself.
    private static async Task FeedAsync(Process process, byte[] input)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It is gone already.
        }
    }
}
