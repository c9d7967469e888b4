using ModelGate.Gate.Gates;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Measurement.Accuracy.Results;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Comparisons;

/// <summary>Two results folders, ours or lm-evaluation-harness's, as the inputs of gates.</summary>
/// <param name="catalog">Tells which metrics are bounded, where a file does not.</param>
public sealed class ResultsComparison(EvaluationCatalog catalog, bool allowsDifferentPrompts)
{
    private readonly List<string> notes = [];

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

        return new CandidateInputs(candidateName) { Suites = Suites(baseline, scored), Rolling = rolling };
    }

    /// <summary>The metric a file names as primary; else the usual one, as the harness's tables show it.</summary>
    private static StatedScore? PrimaryOf(StatedTask task)
    {
        if (task.Gating?.PrimaryMetric is { } key)
        {
            return task.Scores.FirstOrDefault(score => score.Key == key) ?? task.Scores.FirstOrDefault(score => score.Metric == key);
        }

        foreach (string usual in (string[])["acc_norm", "exact_match", "acc", "pass@1", "byte_perplexity", "word_perplexity"])
        {
            if (task.Scores.FirstOrDefault(score => score.Metric == usual) is { } found) return found;
        }

        return task.Scores.Count > 0 ? task.Scores[0] : null;
    }

    private bool IsBounded(StatedTask task, StatedScore score)
    {
        (double Low, double High)? range = task.Gating?.Range ?? catalog.Metric(score.Metric)?.Range;
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
            notes.Add($"{before.Name}: without sample files on both sides the interval is unpaired.");
            scores = new RecoveryScores.Unpaired(
                new ScoreSummary(primary.Value, primary.StandardError, before.Documents ?? 1),
                new ScoreSummary(other.Value, other.StandardError, after.Documents ?? 1));
        }

        double? chance = before.Gating?.Chance is > 0 ? before.Gating.Chance : null;
        return new RecoveryTask(
            before.Name, primary.Key, [new RecoverySubtask(before.Name, scores, chance, before.Gating?.Normalise ?? false)])
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

    /// <summary>The results' own groups; tasks of no group form one suite together.</summary>
    private static IReadOnlyList<RecoverySuite> Suites(EvaluationResults results, List<RecoveryTask> scored)
    {
        List<RecoverySuite> suites = [];
        HashSet<string> grouped = [];
        foreach ((string group, IReadOnlyList<string> members) in results.Groups)
        {
            RecoveryTask[] tasks = [.. scored.Where(task => members.Contains(task.Name))];
            if (tasks.Length == 0) continue;
            suites.Add(new RecoverySuite(group, tasks));
            grouped.UnionWith(tasks.Select(task => task.Name));
        }

        RecoveryTask[] alone = [.. scored.Where(task => !grouped.Contains(task.Name))];
        return alone.Length == 0 ? suites : [.. suites, new RecoverySuite(Runs.TaskPlanner.NamedTasks, alone)];
    }
}
