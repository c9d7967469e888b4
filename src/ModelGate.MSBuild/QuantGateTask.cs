using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ModelGate.MSBuild;

/// <summary>
/// Gates a build: starts the tool's <c>check</c> on each policy and turns its mistakes and its open gates into errors at their lines.
/// A process of its own needs no assembly of ours in MSBuild, and decides as the command line does.
/// </summary>
/// <remarks>Paths are taken against <see cref="ProjectDirectory"/>, never against the process's current directory.</remarks>
#pragma warning disable CS0436 // Our copy of the attribute wins over that of newer frameworks, on purpose.
[MSBuildMultiThreadableTask]
#pragma warning restore CS0436
public sealed class QuantGateTask : Microsoft.Build.Utilities.Task, ICancelableTask, IDisposable
{
    private readonly ManualResetEvent cancelled = new(false);

    /// <summary>
    /// The policies. Metadata: <c>OutputDirectory</c> (folder for the reports), <c>Base</c> (what the policy is compared with),
    /// <c>ExtraArguments</c> (as on a command line).
    /// </summary>
    [Required]
    public ITaskItem[] Policies { get; set; } = [];

    /// <summary>Absolute.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>Below which reports and passed verdicts are kept; the project's own, so that parallel builds do not meet.</summary>
    [Required]
    public string StateDirectory { get; set; } = "";

    /// <summary>The tool's executable, or <c>dotnet-quantgate.dll</c>; empty takes the local tool manifest's, else the package's.</summary>
    public string ToolPath { get; set; } = "";

    /// <summary>The tool inside the package.</summary>
    public string BundledToolPath { get; set; } = "";

    /// <summary>The <c>dotnet</c> that runs the build; empty is the one on the path.</summary>
    public string DotnetPath { get; set; } = "";

    /// <summary><c>Base</c> of the policies that name none.</summary>
    public string Base { get; set; } = "";

    /// <summary>Every error is a warning, and the build goes on.</summary>
    public bool WarnOnly { get; set; }

    public override bool Execute()
    {
        var log = new GateLog(Log, WarnOnly);
        var places = new ToolSearch(ProjectDirectory, ToolPath, BundledToolPath, DotnetPath);
        var engine = BuildEngine as IBuildEngine3;
        engine?.Yield();
        try
        {
            foreach (ITaskItem item in Policies)
            {
                var policy = PolicyItem.Of(item, ProjectDirectory, StateDirectory, Base);
                Check(policy, log, places);
                if (cancelled.WaitOne(0)) break;
            }
        }
        finally
        {
            engine?.Reacquire();
        }

        return !Log.HasLoggedErrors;
    }

    private void Check(PolicyItem policy, GateLog log, ToolSearch places)
    {
        try
        {
            new PolicyGate(policy, log, cancelled).Check(places);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            log.Error(
                BuildCodes.NotWritable, policy.File, 0, 0,
                $"The gate's folders cannot be used: {error.Message} Make {policy.OutputDirectory} and {policy.StateDirectory} writable.");
        }
    }

    /// <summary>Asks the tool to stop; what it finished is kept.</summary>
    public void Cancel() => cancelled.Set();

    public void Dispose() => cancelled.Dispose();
}
