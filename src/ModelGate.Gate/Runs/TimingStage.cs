using System.Text.Json;
using System.Text.Json.Serialization;
using ModelGate.Gate.Gates;
using ModelGate.Gate.Policies;
using ModelGate.Measurement.Performance;

namespace ModelGate.Gate.Runs;

/// <summary>
/// Times each candidate beside its baseline, in turns, so that both meet the same machine. A scenario that an interrupted run finished is
/// not timed again; a finished run leaves nothing, since times are of their day.
/// </summary>
internal sealed class TimingStage(RunPlan plan, WorkFolder work, IRunProgress progress, TimeProvider clock)
{
    public IReadOnlyList<ScenarioPair> Measure(OpenModel baseline, OpenModel candidate, CancellationToken cancel)
    {
        List<ScenarioPair> pairs = [];
        foreach (Scenario scenario in plan.Scenarios)
        {
            progress.Begin($"{candidate.Name}: time {scenario.Name}");
            string file = Path.Combine(work.Times(plan.Key), $"{candidate.Name}.{scenario.Name}.json");
            if (WorkFolder.TryRead(file, ScenarioJsonContext.Default.ScenarioPair) is { } earlier)
            {
                pairs.Add(earlier);
                progress.End("from an interrupted run");
                continue;
            }

            ScenarioPair pair = Measure(scenario, baseline, candidate, cancel);
            WorkFolder.Write(file, JsonSerializer.Serialize(pair, ScenarioJsonContext.Default.ScenarioPair));
            pairs.Add(pair);
            progress.End($"{pair.Candidate.Requests.Count} requests each");
        }

        return pairs;
    }

    /// <summary>Called when everything is measured.</summary>
    public void Forget()
    {
        if (Directory.Exists(work.Times(plan.Key))) Directory.Delete(work.Times(plan.Key), recursive: true);
    }

    private ScenarioPair Measure(Scenario scenario, OpenModel baseline, OpenModel candidate, CancellationToken cancel)
    {
        PerformancePolicy policy = plan.Policy.Performance!;
        var options = new LatencyOptions(policy.Requests, policy.WarmUp, plan.Policy.Seed);
        LatencySubject[] sides =
        [
            .. new[] { baseline, candidate }
                .Select(model => new LatencySubject(model.Name, model.Engine, policy.UsdPerHour, model.IsEmulated)),
        ];
        int total = 2 * (policy.Requests + policy.WarmUp);
        IReadOnlyList<ScenarioRun> runs = new LatencyRunner(clock).Run(sides, scenario, options, new Forward(progress, total), cancel);
        return new ScenarioPair(runs[0], runs[1]);
    }

    private sealed class Forward(IRunProgress progress, int total) : IProgress<int>
    {
        public void Report(int value) => progress.Advance((double)value / total, $"{value} of {total} requests");
    }
}

[JsonSerializable(typeof(ScenarioPair))]
internal sealed partial class ScenarioJsonContext : JsonSerializerContext;
