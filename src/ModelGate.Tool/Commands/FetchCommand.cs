using System.CommandLine;
using ModelGate.Gate.Locks;
using ModelGate.Gate.Policies;

namespace ModelGate.Tool.Commands;

internal static class FetchCommand
{
    public static Command Create(ToolContext context)
    {
        Argument<string> policy = PolicyArgument.Create();
        var output = new Option<string>("-o", "--output")
        {
            HelpName = "DIR", Description = "Folder for data sets, and for models below DIR/hub.", Required = true,
        };
        var command = new Command("fetch", $"Bring models and documents for offline use; writes {LockFile.FileName} beside the policy.")
        {
            policy, output,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            string directory = context.FullPath(parsed.GetValue(output)!);
            var workspace = new Workspace(context) { HubCache = Workspace.HubCacheIn(directory) };
            LockFile locked = await UsageException.WhenWrongAsync(() =>
            {
                Policy read = PolicyReader.Load(
                    parsed.GetValue(policy) ?? Policy.DefaultFileName, context.CurrentDirectory, context.Catalog);
                return new Fetch(context.Catalog, workspace.Locator, workspace.Tasks, workspace.HubDocuments(cancel))
                    .RunAsync(read, directory, cancel);
            });
            TextWriter console = context.Console.Output;
            foreach ((string name, LockedModel model) in locked.Models) console.WriteLine($"{name}  {model.Commit}");
            foreach ((string name, LockedDataset dataset) in locked.Datasets)
            {
                int rows = dataset.Splits.Values.Sum(split => split.Rows);
                console.WriteLine($"{name}  {dataset.Revision}  {dataset.Splits.Count} splits, {rows} rows");
            }

            context.Console.Error.WriteLine(
                $"Fetched: {directory}. Without a network: dotnet quantgate check --offline {parsed.GetValue(output)}");
            return ExitCodes.Passed;
        });
        return command;
    }
}
