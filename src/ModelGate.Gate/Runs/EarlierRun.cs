using System.Globalization;
using ModelGate.Gate.Records;

namespace ModelGate.Gate.Runs;

/// <summary>
/// A finished run of the very same inputs. Only a passed one stands for the new run: what failed or stayed open is worth measuring again.
/// </summary>
public static class EarlierRun
{
    /// <param name="earlier">What a folder holds.</param>
    /// <param name="kernelVersion">Of the engine that would run now.</param>
    /// <returns>Why it does not stand for a run of <paramref name="plan"/>, as a clause; null where it does.</returns>
    public static string? Obstacle(RunRecord earlier, RunPlan plan, string toolVersion, string kernelVersion)
    {
        if (earlier.Verdict.ExitCode != 0) return $"it {earlier.Verdict.Effective}";
        if (earlier.PlanKey != plan.Key) return "the policy, a model, a recipe, a task or its documents are others";
        if (earlier.ToolVersion != toolVersion) return $"it is of tool version {earlier.ToolVersion}";
        return earlier.Environment.KernelVersion != kernelVersion
            ? $"it is of engine version {earlier.Environment.KernelVersion}"
            : null;
    }

    /// <summary>The earlier record, saying that it is one.</summary>
    public static RunRecord Again(RunRecord earlier)
    {
        string day = earlier.Times.StartedUtc.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        string note = $"Measured by the run of {day} UTC; no input has changed since, and nothing was measured again.";
        return earlier with { Notes = [.. earlier.Notes.Append(note).Distinct()] };
    }
}
