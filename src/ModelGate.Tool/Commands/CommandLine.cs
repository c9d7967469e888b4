using System.CommandLine;

namespace ModelGate.Tool.Commands;

/// <summary>The command tree; one file a command.</summary>
internal static class CommandLine
{
    public static RootCommand Create(ToolContext context) => new("Gates changes to a quantized LLM: accuracy kept, cost, latency.")
    {
        SchemaCommand.Create(context),
        ReportCommand.Create(context),
    };
}
