using System.CommandLine;
using ModelGate.Gate.Records;
using ModelGate.Gate.Reporters;

namespace ModelGate.Tool.Commands;

internal static class ReportCommand
{
    public static Command Create(ToolContext context)
    {
        var run = new Argument<string>("RUN") { Description = "The folder that check wrote, or its run.json." };
        var format = new Option<string>("--format")
        {
            Description = "One of the reporters of 'list'.", DefaultValueFactory = _ => "console",
        };
        format.AcceptOnlyFromAmong([.. context.Catalog.Reporters.Select(reporter => reporter.Name)]);
        var output = new Option<string?>("-o", "--output")
        {
            HelpName = "FILE", Description = "Write to this file instead of the terminal.",
        };
        var command = new Command("report", "Render a finished run again.") { run, format, output };
        var history = new HistoryOptions();
        history.AddTo(command);
        command.SetAction(parsed =>
        {
            RunRecord record = UsageException.WhenWrong(() => RunRecordJson.Read(context.FullPath(parsed.GetValue(run)!)));
            bool isWritten = history.Write(context, parsed, record);
            bool isAsked = parsed.GetResult(format) is { Implicit: false } || parsed.GetValue(output) is not null;
            if (isWritten && !isAsked) return ExitCodes.Passed;
            IReporter reporter = context.Catalog.Reporters.First(r => r.Name == parsed.GetValue(format));
            if (parsed.GetValue(output) is { } path)
            {
                using var file = new StreamWriter(context.FullPath(path));
                reporter.Write(record, file, ReportSurface.File);
            }
            else
            {
                reporter.Write(record, context.Console.Output, new ReportSurface(context.Console.HasColor, context.Console.WidthColumns));
            }

            return ExitCodes.Passed;
        });
        return command;
    }
}
