using System.CommandLine;
using ModelGate.Gate.Policies;

namespace ModelGate.Tool.Commands;

internal static class SchemaCommand
{
    public static Command Create(ToolContext context)
    {
        var command = new Command("schema", "Print the JSON Schema (draft 7) of quantgate.yml, for editors.");
        command.SetAction(_ =>
        {
            context.Console.Output.Write(JsonSchemaWriter.Write(PolicyShape.Of(context.Catalog.Vocabulary), "quantgate.yml"));
            return ExitCodes.Passed;
        });
        return command;
    }
}
