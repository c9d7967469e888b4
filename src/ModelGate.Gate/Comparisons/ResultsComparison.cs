using System.Globalization;
using ModelGate.Gate.Gates;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Measurement.Accuracy.Results;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Comparisons;

/// <summary>Two results folders, ours or lm-evaluation-harness's, as the inputs of gates.</summary>
/// <param name="catalog">Tells which metrics are bounded, where a file does not.</param>
/// <param name="selections">
/// Tasks and suites whose definitions are known, such as those of a policy: they say how scores are averaged and normalised, and what is
/// primary, where files do not.
/// </param>
public sealed class ResultsComparison(EvaluationCatalog catalog, IReadOnlyList<TaskSelection> selections, bool allowsDifferentPrompts)
{
    private readonly List<string> notes = [];
    private readonly List<string> unpaired = [];
    private readonly Dictionary<string, TaskDefinition> definitions = selections
        .SelectMany(selection => selection.Leaves).DistinctBy(task => task.Name).ToDictionary(task => task.Name, StringComparer.Ordinal);

    /// <summary>What was left out and why, as full sentences.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <param name="candidateName">The name that gates know the candidate by.</param>
    /// <exception cref="DiagnosticException">No task is in both, prompts differ, or a samples file is damaged.</exception>
    public CandidateInputs Pair(EvaluationResults baseline, EvaluationResults candidate, string candidateName, SourcePoint at)
    {
        List<RecoveryTask> scored = [];
        List<RollingTask> rolling = [];
        foreach (StatedTask before in baseline.Tasks)
        {
            if (candidate.Task(before.Name) is not { } after)
            {
                notes.Add($"{before.Name}: only the baseline has it.");
                continue;
            }

            if (PrimaryOf(before) is not { } primary) continue;
            if (after.Scores.FirstOrDefault(score => score.Key == primary.Key) is not { } other)
            {
                notes.Add($"{before.Name}: the candidate has no {primary.Key}.");
                continue;
            }

            if (!allowsDifferentPrompts) RequireOneVersion(before, after, at);
            RequireOneJudge(before, after, at);
            if (IsBounded(before, primary))
            {
                scored.Add(Scored(before, after, primary, other, at));
            }
            else if (primary.Metric.EndsWith("perplexity", StringComparison.Ordinal)
                && Rolling(before, after, primary, at) is { } texts)
            {
                rolling.Add(texts);
            }
            else
            {
                notes.Add($"{before.Name}: {primary.Key} is neither a bounded score nor a perplexity with samples; it is not compared.");
            }
        }

        notes.AddRange(candidate.Tasks
            .Where(task => baseline.Task(task.Name) is null)
            .Select(task => $"{task.Name}: only the candidate has it."));
        if (scored.Count + rolling.Count == 0)
        {
            throw new DiagnosticException(
                "QG0902", at, "The two results have no task in common that can be compared.", "Evaluate both models on the same tasks.");
        }

        if (unpaired.Count > 0)
        {
            string others = unpaired.Count > 1 ? $" and {unpaired.Count - 1} other tasks" : "";
            notes.Add($"{unpaired[0]}{others}: without sample files on both sides the interval is unpaired.");
        }

        return new CandidateInputs(candidateName)
        {
            Suites = Suites(baseline, scored.ToDictionary(task => task.Name, StringComparer.Ordinal)), Rolling = rolling,
        };
    }

    /// <summary>Versions of a task differ in prompts or in what a metric of one name counts.</summary>
    private static void RequireOneVersion(StatedTask before, StatedTask after, SourcePoint at)
    {
        if (before.Version is not { } left || after.Version is not { } right || Number(left) == Number(right)) return;
        throw new DiagnosticException(
            TaskCodes.DifferentPrompts, at,
            $"{before.Name}: the baseline's results are of version {left} of the task, the candidate's of version {right}.",
            "Evaluate both models with the same version of the task.");

        // 1 and 1.0 are one version.
        static string Number(string version) =>
            double.TryParse(version, CultureInfo.InvariantCulture, out double number)
                ? number.ToString(CultureInfo.InvariantCulture) : version;
    }

    /// <summary>Two judges' win rates are no more comparable than two tasks' scores.</summary>
    private static void RequireOneJudge(StatedTask before, StatedTask after, SourcePoint at)
    {
        if (before.Gating?.Judge == after.Gating?.Judge) return;
        throw new DiagnosticException(
            TaskCodes.DifferentPrompts, at,
            $"{before.Name}: the baseline's answers were judged by {before.Gating?.Judge ?? "nobody"}, "
                + $"the candidate's by {after.Gating?.Judge ?? "nobody"}.",
            "Evaluate both models with the same judge.");
    }

    /// <summary>The metric a file names as primary; else the usual one, as the harness's tables show it.</summary>
    private StatedScore? PrimaryOf(StatedTask task)
    {
        if ((task.Gating?.PrimaryMetric ?? GatingOf(task)?.PrimaryMetric) is { } key
            && (task.Scores.FirstOrDefault(score => score.Key == key)
                ?? task.Scores.FirstOrDefault(score => score.Metric == key)) is { } named)
        {
            return named;
        }

        foreach (string usual in (string[])["acc_norm", "exact_match", "acc", "pass@1", "byte_perplexity", "word_perplexity"])
        {
            if (task.Scores.FirstOrDefault(score => score.Metric == usual) is { } found) return found;
        }

        return task.Scores.Count > 0 ? task.Scores[0] : null;
    }

    private bool IsBounded(StatedTask task, StatedScore score)
    {
        (double Low, double High)? range = task.Gating?.Range ?? GatingOf(task)?.Range ?? catalog.Metric(score.Metric)?.Range;
        return range is { Low: 0, High: 1 } && (score.HigherIsBetter ?? catalog.Metric(score.Metric)?.HigherIsBetter ?? true);
    }

    private RecoveryTask Scored(StatedTask before, StatedTask after, StatedScore primary, StatedScore other, SourcePoint at)
    {
        RecoveryScores scores;
        if (before.SamplesFile is not null && after.SamplesFile is not null)
        {
            PairedScores pairs = Pairs(before, after, primary, at);
            scores = new RecoveryScores.Paired(
                [.. pairs.Documents.Select(pair => pair.Baseline.Value)], [.. pairs.Documents.Select(pair => pair.Candidate.Value)]);
        }
        else
        {
            unpaired.Add(before.Name);
            scores = new RecoveryScores.Unpaired(
                new ScoreSummary(primary.Value, primary.StandardError, before.Documents ?? 1),
                new ScoreSummary(other.Value, other.StandardError, after.Documents ?? 1));
        }

        double? chance = before.Gating?.Chance ?? GatingOf(before)?.Chance;
        bool isNormalised = before.Gating?.Normalise ?? GatingOf(before)?.Normalise ?? false;
        return new RecoveryTask(
            before.Name, primary.Key, [new RecoverySubtask(before.Name, scores, chance is > 0 ? chance : null, isNormalised)])
        {
            IsPrefix = before.IsPrefix || after.IsPrefix,
        };
    }

    private RollingTask? Rolling(StatedTask before, StatedTask after, StatedScore primary, SourcePoint at)
    {
        if (before.SamplesFile is null || after.SamplesFile is null) return null;
        PairedScores pairs = Pairs(before, after, primary, at);
        return new RollingTask(
            before.Name, primary.Metric,
            [
                .. pairs.Documents.Select(pair => new RollingDocument(
                    pair.Baseline.Value, pair.Candidate.Value, pair.Baseline.Weight, 0, null, null)),
            ],
            before.IsPrefix || after.IsPrefix);
    }

    private PairedScores Pairs(StatedTask before, StatedTask after, StatedScore primary, SourcePoint at)
    {
        PairedScores pairs = PairedScores.Pair(
            before.Name, primary.Metric, primary.Filter, before.ReadSamples(), after.ReadSamples(), at, allowsDifferentPrompts);
        if (pairs.OnlyBaseline + pairs.OnlyCandidate > 0)
        {
            notes.Add($"{before.Name}: {pairs.OnlyBaseline} documents are only in the baseline's results, "
                + $"{pairs.OnlyCandidate} only in the candidate's; they are left out.");
        }

        return pairs;
    }

    private TaskGating? GatingOf(StatedTask task) => definitions.GetValueOrDefault(task.Name)?.Gating;

    /// <summary>Known suites first, then the results' own groups of what is left; tasks of no group form one suite together.</summary>
    private IReadOnlyList<RecoverySuite> Suites(EvaluationResults results, Dictionary<string, RecoveryTask> scored)
    {
        List<RecoverySuite> suites = [];
        List<RecoveryTask> alone = [];
        HashSet<string> placed = [];
        foreach (TaskSelection selection in selections)
        {
            IReadOnlyList<SuiteMember> members = SuiteMember.Of(selection);
            RecoveryTask[] tasks = [.. members.Select(member => member.Combine(scored)).OfType<RecoveryTask>()];
            placed.UnionWith(members.SelectMany(member => member.Leaves).Select(task => task.Name));
            IReadOnlyList<SuiteMember> beside = SuiteMember.BesideOf(selection);
            placed.UnionWith(beside.SelectMany(member => member.Leaves).Select(task => task.Name));
            alone.AddRange(beside.Select(member => member.Combine(scored)).OfType<RecoveryTask>());
            if (tasks.Length == 0) continue;
            if (tasks.Length < members.Count)
            {
                IEnumerable<string> missing = members.Select(member => member.Name).Except(tasks.Select(task => task.Name));
                notes.Add($"{selection.Name}: the results hold no {string.Join(", ", missing)}, so that its mean is over {tasks.Length} of "
                    + $"{members.Count} members.");
            }

            if (selection is TaskSelection.Group { Definition.Aggregations.Count: 0 }) suites.Add(new(selection.Name, tasks));
            else alone.AddRange(tasks);
        }

        foreach (string group in results.TopGroups)
        {
            RecoveryTask[] tasks =
                [.. results.LeavesOf(group).Where(name => !placed.Contains(name)).Select(scored.GetValueOrDefault).OfType<RecoveryTask>()];
            placed.UnionWith(tasks.Select(task => task.Name));
            if (tasks.Length > 0) suites.Add(new(group, tasks));
        }

        alone.AddRange(scored.Values.Where(task => !placed.Contains(task.Name)));
        return alone.Count == 0 ? suites : [.. suites, new RecoverySuite(Runs.TaskPlanner.NamedTasks, alone)];
    }
}
