using System.Globalization;
using ModelGate.Gate.Gates;
using ModelGate.Gate.Runs;
using ModelGate.Measurement;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Performance;

namespace ModelGate.Gate.Policies.Changes;

/// <summary>Candidates, tasks and scenarios: what is judged, and on what.</summary>
/// <param name="resolve">What a task entry of the change names; null where that is not known.</param>
internal sealed class MeasurementChanges(Policy before, Policy after, Func<TaskEntry, TaskSelection?> resolve)
{
    private static readonly IReadOnlyList<(PolicyChangeKind Kind, string Key, Func<TaskEntry, string?> Value)> TaskSettings =
    [
        (PolicyChangeKind.Prompts, "shots", entry => Text(entry.Shots)),
        (PolicyChangeKind.Prompts, "chat", entry => entry.Chat),
        (PolicyChangeKind.Prompts, "system-prompt", entry => entry.SystemPrompt),
        (PolicyChangeKind.Prompts, "bos", entry => entry.AddsBos switch { null => null, true => "true", false => "false" }),
        (PolicyChangeKind.Prompts, "samples", entry => Text(entry.Samples)),
        (PolicyChangeKind.Prompts, "temperature", entry => Text(entry.Temperature)),
        (PolicyChangeKind.Prompts, "top-p", entry => Text(entry.TopP)),
        (PolicyChangeKind.Documents, "sample", entry => Text(entry.Sample)),
        (PolicyChangeKind.Documents, "limit", entry => Text(entry.Limit)),
        (PolicyChangeKind.Documents, "data", entry => entry.Data),
        (PolicyChangeKind.Documents, "fewshot-data", entry => entry.FewshotData),
        (PolicyChangeKind.Seed, "seed", entry => entry.Seed?.ToString(CultureInfo.InvariantCulture)),
    ];

    public IEnumerable<PolicyChange> Find() => [.. Candidates(), .. Tasks(), .. Scenarios()];

    /// <summary>A recipe, or the checkpoint behind a name, is what pull requests change and what is measured.</summary>
    private IEnumerable<PolicyChange> Candidates() =>
        from candidate in before.Candidates
        where after.Candidates.All(other => other.Name != candidate.Name)
        select new PolicyChange(PolicyChangeKind.Candidates, $"candidate {candidate.Name}", "judged", null, candidate.At.Line);

    private IEnumerable<PolicyChange> Tasks()
    {
        foreach (TaskEntry entry in before.Tasks)
        {
            if (after.Tasks.FirstOrDefault(other => KeyOf(other) == KeyOf(entry)) is not { } left)
            {
                yield return new(PolicyChangeKind.Tasks, $"task {entry.Task}", "measured", null, entry.At.Line);
                continue;
            }

            foreach ((PolicyChangeKind kind, string key, Func<TaskEntry, string?> value) in TaskSettings)
            {
                string? old = value(entry), now = value(left);
                if (old == now) continue;
                yield return new(
                    kind, $"task {entry.Task}: {key}", old ?? "by default", now ?? "by default", entry.At.Line, left.At.Line);
            }
        }

        foreach (TaskEntry entry in after.Tasks.Where(entry => before.Tasks.All(other => KeyOf(other) != KeyOf(entry))))
        {
            if (before.Gates.FirstOrDefault(gate => IsMovedBy(gate, entry)) is not { } moved) continue;
            yield return new(
                PolicyChangeKind.Tasks, $"task {entry.Task}, which moves what {moved.Metric.Name} is over", null, "measured",
                HeadLine: entry.At.Line);
        }
    }

    private IEnumerable<PolicyChange> Scenarios()
    {
        string[] old = [.. (before.Performance?.Scenarios ?? []).Select(scenario => scenario.Value)];
        Placed<string>[] now = [.. after.Performance?.Scenarios ?? []];
        foreach (Placed<string> gone in (before.Performance?.Scenarios ?? []).Where(old => now.All(other => other.Value != old.Value)))
        {
            yield return new(PolicyChangeKind.Scenarios, $"scenario {gone.Value}", "timed", null, gone.At.Line);
        }

        bool hasMean = before.Gates.Any(gate => gate is { Metric.Source: MetricSource.AllScenarios, Scenarios: null });
        foreach (Placed<string> added in now.Where(scenario => hasMean && !old.Contains(scenario.Value)))
        {
            if (Scenario.Find(added.Value) is { Kind: not ScenarioKind.Latency }) continue;
            yield return new(
                PolicyChangeKind.Scenarios, $"scenario {added.Value}, which moves the mean over scenarios", null, "timed",
                HeadLine: added.At.Line);
        }
    }

    /// <summary>What the gate averages over, or what its failures are adjusted by, is another thing with this task.</summary>
    private bool IsMovedBy(GateRule gate, TaskEntry added)
    {
        bool isPooled = gate.Tasks is null || gate.Tasks.Contains(TaskPlanner.NamedTasks);
        if (!isPooled) return false;
        TaskSelection? selection = resolve(added);
        if (gate.Per == GateScope.Task && gate.Metric != Metric.PerplexityRatio) return before.OnInconclusive == OnInconclusive.Pass;
        return gate.Metric.Source switch
        {
            MetricSource.Scores => HasNamedTasks(selection) && before.Tasks.Any(entry => HasNamedTasks(resolve(entry))),
            MetricSource.RollingText when gate.Metric == Metric.PerplexityRatio => false,
            MetricSource.RollingText => Has(selection, OutputType.RollingLogLikelihood),
            MetricSource.AnswerLengths or MetricSource.AnswerTexts => Has(selection, OutputType.GenerateUntil),
            _ => false,
        };
    }

    /// <summary>Tasks outside a suite of their own are averaged with the policy's other ones.</summary>
    private static bool HasNamedTasks(TaskSelection? selection) =>
        selection is not TaskSelection.Group { Definition.Aggregations.Count: 0 } || SuiteMember.BesideOf(selection).Count > 0;

    private static bool Has(TaskSelection? selection, OutputType output) =>
        selection is null || selection.Leaves.Any(leaf => leaf.Output == output);

    /// <summary>Two spellings of one path are one task.</summary>
    private static string KeyOf(TaskEntry entry) => Path.GetExtension(entry.Task) is ".yaml" or ".yml"
        ? Path.GetFullPath(entry.Task, Path.GetTempPath()) : entry.Task;

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Text(double? number) => number?.ToString("R", CultureInfo.InvariantCulture);
}
