using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace ModelGate.Tool.Commands;

/// <summary>The command tree; one file a command.</summary>
internal static class CommandLine
{
    public static RootCommand Create(ToolContext context)
    {
        RootCommand root = Commands(context);
        foreach (HelpAction help in root.Options.Select(option => option.Action).OfType<HelpAction>())
        {
            help.MaxWidth = context.Console.WidthColumns;
        }

        foreach (Argument argument in root.Subcommands.SelectMany(command => command.Arguments)) argument.Validators.Add(RefuseOptions);
        return root;
    }

    /// <summary>A misspelt option would else be taken for an argument that may be left out.</summary>
    private static void RefuseOptions(ArgumentResult result)
    {
        foreach (Token token in result.Tokens.Where(token => token.Value.StartsWith('-')))
        {
            result.AddError($"Unrecognized option '{token.Value}'.");
        }
    }

    private static RootCommand Commands(ToolContext context) => new("Gates changes to a quantized LLM: accuracy kept, cost, latency.")
    {
        InitCommand.Create(context),
        CheckCommand.Create(context),
        PlanCommand.Create(context),
        QuantizeCommand.Create(context),
        EvalCommand.Create(context),
        MergeCommand.Create(context),
        BenchCommand.Create(context),
        FetchCommand.Create(context),
        CompareCommand.Create(context),
        ReportCommand.Create(context),
        PublishCommand.Create(context),
        PromoteCommand.Create(context),
        VerifyCommand.Create(context),
        InspectCommand.Create(context),
        ExplainCommand.Create(context),
        ListCommand.Create(context),
        SchemaCommand.Create(context),
        DoctorCommand.Create(context),
    };
}
