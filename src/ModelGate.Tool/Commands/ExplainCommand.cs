using System.CommandLine;
using ModelGate.Gate.Gates;
using ModelGate.Gate.Yaml;
using ModelGate.Measurement;

namespace ModelGate.Tool.Commands;

internal static class ExplainCommand
{
    public static Command Create(ToolContext context)
    {
        var gate = new Argument<string>("GATE") { Description = "A gate metric of 'list', such as recovery or ttft-p95." };
        var command = new Command("explain", "Say what a gate measures, by which formula, and where it comes from.") { gate };
        command.SetAction(parsed =>
        {
            string name = parsed.GetValue(gate)!;
            if (Metric.Find(name) is not { } metric)
            {
                string nearest = NearestKey.Of(name, Metric.Names) is { } near ? $"Did you mean '{near}'? " : "";
                throw new UsageException("GATE", $"There is no metric '{name}'.", $"{nearest}'quantgate list' names them all.");
            }

            MetricExplanation explanation = MetricExplanation.Of(metric);
            bool isMore = metric.Better == Direction.HigherIsBetter;
            context.Console.Output.WriteLine($"""
                {metric.Name} ({(isMore ? "higher" : "lower")} is better; use '{(isMore ? "at-least" : "at-most")}')

                measures  {explanation.Measures}
                formula   {explanation.Formula}
                interval  {explanation.Doubt}
                source    {explanation.Source}
                """);
            return ExitCodes.Passed;
        });
        return command;
    }
}
