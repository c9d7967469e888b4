using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using ModelGate.Models.Diagnostics;
using ModelGate.Tool.Commands;
using ModelGate.Tool.Terminal;

namespace ModelGate.Tool;

/// <summary>Entry point: parse, run one command, and turn every way it can end into an exit code.</summary>
internal static class Program
{
    public static Task<int> Main(string[] arguments) => RunAsync(arguments, ToolContext.OfProcess());

    internal static async Task<int> RunAsync(string[] arguments, ToolContext context)
    {
        ParseResult parsed = CommandLine.Create(context).Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) context.Console.Error.WriteLine($"error QG0900: {error.Message}");
            string missing = string.Join(", ", MissingArguments(parsed.CommandResult));
            if (missing.Length > 0) context.Console.Error.WriteLine($"Missing: {missing}");
            string command = parsed.CommandResult.Command is RootCommand ? "" : $" {parsed.CommandResult.Command.Name}";
            context.Console.Error.WriteLine($"Try: dotnet quantgate{command} --help");
            return ExitCodes.Usage;
        }

        using var stop = new CancellationTokenSource();
        int stoppedBy = ExitCodes.Interrupted;
        using PosixSignalRegistration interrupt = OnSignal(PosixSignal.SIGINT, ExitCodes.Interrupted);
        using PosixSignalRegistration terminate = OnSignal(PosixSignal.SIGTERM, ExitCodes.Terminated);
        try
        {
            var output = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = context.Console.Output,
                Error = context.Console.Error,
            };
            return await parsed.InvokeAsync(output, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            context.Console.Error.WriteLine("Stopped. The same command goes on where this one ended.");
            return stoppedBy;
        }
        catch (UsageException error)
        {
            Print(context.Console, error.Diagnostics);
            return ExitCodes.Usage;
        }
        catch (RefusedException error)
        {
            Print(context.Console, error.Diagnostics);
            return error.ExitCode;
        }
        catch (DiagnosticException error)
        {
            Print(context.Console, error.Diagnostics);
            return ExitCodes.Unfinished;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            context.Console.Error.WriteLine(
                $"error QG0903: The run could not go on: {error.Message} What is finished is kept; run the same command again.");
            return ExitCodes.Unfinished;
        }

        PosixSignalRegistration OnSignal(PosixSignal signal, int exitCode) => PosixSignalRegistration.Create(signal, received =>
        {
            received.Cancel = true;
            stoppedBy = exitCode;
            stop.Cancel();
        });
    }

    private static IEnumerable<string> MissingArguments(CommandResult result) =>
        from argument in result.Command.Arguments
        where argument.Arity.MinimumNumberOfValues > (result.GetResult(argument)?.Tokens.Count ?? 0)
        select argument.Name;

    private static void Print(ToolConsole console, IReadOnlyList<Diagnostic> diagnostics)
    {
        foreach (Diagnostic diagnostic in diagnostics) console.Error.WriteLine(diagnostic);
    }
}
