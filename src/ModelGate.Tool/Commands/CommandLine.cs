using System.CommandLine;

namespace ModelGate.Tool.Commands;

/// <summary>The command tree; one file a command.</summary>
internal static class CommandLine
{
    public static RootCommand Create(ToolContext context) => new("Gates changes to a quantized LLM: accuracy kept, cost, latency.")
    {
        CheckCommand.Create(context),
        PlanCommand.Create(context),
        QuantizeCommand.Create(context),
        EvalCommand.Create(context),
        BenchCommand.Create(context),
        CompareCommand.Create(context),
        ReportCommand.Create(context),
        InspectCommand.Create(context),
        ExplainCommand.Create(context),
        ListCommand.Create(context),
        SchemaCommand.Create(context),
        DoctorCommand.Create(context),
    };
}
