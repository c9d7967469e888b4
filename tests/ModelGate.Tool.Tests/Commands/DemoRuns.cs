using System.Text.Json.Nodes;
using ModelGate.Gate.Policies;
using ModelGate.Gate.Records;
using ModelGate.Gate.Runs;

namespace ModelGate.Tool.Tests.Commands;

/// <summary>Plans and runs of the demo in this process, each with a work folder of its own name.</summary>
internal sealed class DemoRuns : IDisposable
{
    private readonly ToolRun tool = new();

    public WorkFolder Work(string name) => new(tool.Combine(name));

    public async Task<RunPlan> PlanAsync(string name, string policy)
    {
        Workspace workspace = Workspace();
        Policy parsed = PolicyReader.Parse(policy, "quantgate.yml", BuiltIn.Catalog);
        var planner = new RunPlanner(
            BuiltIn.Catalog, workspace.Locator, workspace.Tasks, workspace.Documents, workspace.Services, Work(name), isCi: false);
        return await planner.PlanAsync(parsed, TestContext.Current.CancellationToken);
    }

    public RunRecord Execute(RunPlan plan, string name, IRunProgress progress, CancellationToken cancel, TimeProvider? clock = null)
    {
        Workspace workspace = Workspace();
        var run = new GateRun(
            plan, Work(name), checkpoint => workspace.OpenEngine(checkpoint, plan.Policy.Precision), progress,
            clock ?? TimeProvider.System, "0");
        return run.Execute(cancel);
    }

    public static string Timeless(RunRecord record) => RunJson.Timeless(JsonNode.Parse(RunRecordJson.Write(record))!);

    public void Dispose() => tool.Dispose();

    private Workspace Workspace() => new(tool.Context(TextWriter.Null, TextWriter.Null));
}
