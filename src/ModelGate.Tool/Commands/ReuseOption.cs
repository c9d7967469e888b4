using System.CommandLine;
using ModelGate.Gate.Records;
using ModelGate.Gate.Runs;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Engines.Cpu;

namespace ModelGate.Tool.Commands;

/// <summary><c>--reuse DIR</c>: a passed run of the same inputs, found there, stands for the new one.</summary>
internal static class ReuseOption
{
    public static Option<string?> Create() => new("--reuse")
    {
        HelpName = "DIR", Description = "Report a passed run of the same inputs, found in DIR, again.",
    };

    /// <summary>For a machine that cannot measure, such as one without the GPU.</summary>
    public static Option<bool> CreateOnly() => new("--reuse-only")
    {
        Description = "Measure nothing: where no run can be reported again, end with 4.",
    };

    /// <summary>Null where there is none that stands for a run of the plan; the console says why.</summary>
    public static RunRecord? Find(ToolContext context, RunPlan plan, string? folder)
    {
        if (folder is null) return null;
        string file = Path.Combine(context.FullPath(folder), RunRecord.FileName);
        if (!File.Exists(file)) return Refuse("there is none");
        try
        {
            RunRecord earlier = RunRecordJson.Read(file);
            string kernelVersion = CpuEngine.IdentityOf(plan.Policy.Precision).KernelVersion;
            if (EarlierRun.Obstacle(earlier, plan, ToolContext.Version, kernelVersion) is { } obstacle) return Refuse(obstacle);
            context.Console.Error.WriteLine($"Nothing has changed since the run in {folder}, which passed: it is reported again.");
            return EarlierRun.Again(earlier);
        }
        catch (DiagnosticException error)
        {
            return Refuse(error.Diagnostics[0].Problem.TrimEnd('.'));
        }

        RunRecord? Refuse(string why)
        {
            context.Console.Error.WriteLine($"The run in {folder} is not reported again: {why}.");
            return null;
        }
    }
}
