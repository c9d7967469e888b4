using System.Globalization;
using ModelGate.Gate.Gates;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Statistics;
using ModelGate.Models.Engines;

namespace ModelGate.Gate.Runs;

/// <summary>
/// Asks a candidate the documents of a task in rounds, and no further once every gate on it is decided. Whatever is in the work folder is
/// not asked again, so that a run that was stopped ends like one that was not.
/// </summary>
internal sealed class RoundsStage(RunPlan plan, WorkFolder work, IRunProgress progress, TimeProvider clock)
{
    private readonly EarlyStopping stopping = new(plan.Policy, plan.Suites);

    /// <summary>Evaluates what may stop early.</summary>
    /// <param name="baseline">Evaluated on all documents.</param>
    /// <returns>The other tasks, which are to be asked whole.</returns>
    public IReadOnlyList<PreparedTask> Evaluate(OpenModel baseline, OpenModel candidate, CancellationToken cancel)
    {
        if (!plan.Policy.StopsEarly) return plan.Tasks;
        foreach (SuiteMember member in stopping.Members.Where(member => stopping.ObstacleTo(member, candidate.Name) is null))
        {
            TaskResult[] whole = [.. stopping.TasksOf(member).Select(task => baseline.Results[task.Task.Name])];
            RecoveryTask self = MeasuredInputs.MemberOf(member, whole.Select(result => (result, result)))!;
            EarlyGate[] gates = [.. stopping.GatesOn(member, candidate.Name).Where(gate => gate.IsAbout(self))];
            if (gates.Length > 0) Evaluate(member, gates, whole, candidate, cancel);
        }

        return [.. plan.Tasks.Where(task => !candidate.BaselineResults.ContainsKey(task.Task.Name))];
    }

    private void Evaluate(SuiteMember member, EarlyGate[] gates, TaskResult[] whole, OpenModel candidate, CancellationToken cancel)
    {
        progress.Begin($"{candidate.Name}: {member.Name}");
        (PrefixReuse before, long start) = (candidate.Engine.PrefixReuse, clock.GetTimestamp());
        var evaluator = new Evaluator(candidate.Engine);
        TaskInRounds[] tasks =
        [
            .. whole.Select(baseline => new TaskInRounds(
                baseline, evaluator, CachedScores.Journal(work, candidate.ContentHash, candidate.Engine.Identity, baseline.Task))),
        ];
        DocumentRounds rounds = new([.. tasks.Select(task => task.Planned)], plan.Policy.Seed);
        int planned = tasks.Sum(task => task.Planned);
        (TaskResult Baseline, TaskResult Candidate)[] scored;
        RecoveryTask seen;
        int round = 0;
        do
        {
            for (int stratum = 0; stratum < tasks.Length; stratum++) tasks[stratum].Ask(round, rounds.Of(round, stratum), cancel);
            int asked = tasks.Sum(task => task.Asked);
            progress.Advance((double)asked / planned, $"{asked} of {planned} documents");
            scored = [.. tasks.Where(task => task.Asked > 0).Select(task => task.Score(cancel))];
            seen = MeasuredInputs.MemberOf(member, scored)!;
            round++;
        }
        while (round < rounds.Count && !(scored.Length == tasks.Length && Array.TrueForAll(gates, gate => gate.IsDecided(seen))));

        foreach ((TaskResult Baseline, TaskResult Candidate) task in scored)
        {
            candidate.Results[task.Candidate.Name] = task.Candidate;
            candidate.BaselineResults[task.Candidate.Name] = task.Baseline;
        }

        EvaluationEffort effort = new(
            tasks.Sum(task => task.RecordedDocuments), clock.GetElapsedTime(start).TotalSeconds,
            candidate.Engine.PrefixReuse.Minus(before));
        candidate.Effort = candidate.Effort.Plus(effort);
        string score = $"{seen.Metric} {seen.CandidateScore.ToString("F4", CultureInfo.InvariantCulture)}, "
            + (seen.EarlyStop ?? $"{planned} documents");
        progress.End(effort.Documents == 0 ? $"{score}, from an earlier run" : $"{score}, {effort}");
    }

    /// <summary>One task of a member, and the documents of it that the candidate was asked so far.</summary>
    private sealed class TaskInRounds(TaskResult whole, Evaluator evaluator, ScoreJournal journal)
    {
        private readonly SortedDictionary<int, (int Round, DocumentResponse Response)> asked = [];

        public int Planned => whole.Task.Prompts.Count;

        public int Asked => asked.Count;

        public int RecordedDocuments => journal.RecordedDocuments;

        public void Ask(int round, IReadOnlyList<int> positions, CancellationToken cancel)
        {
            IReadOnlyList<DocumentResponse> responses = evaluator.Ask(whole.Task, positions, journal, cancel);
            for (int i = 0; i < positions.Count; i++) asked.Add(positions[i], (round, responses[i]));
        }

        public (TaskResult Baseline, TaskResult Candidate) Score(CancellationToken cancel)
        {
            int[] positions = [.. asked.Keys];
            PreparedTask part = whole.Task.Only(positions);
            TaskResult baseline = TaskScorer.Score(part, [.. positions.Select(position => whole.Responses[position])], cancel);
            TaskResult candidate = TaskScorer.Score(part, [.. asked.Values.Select(document => document.Response)], cancel);
            return (baseline, candidate with
            {
                Rounds = new AskedInRounds([.. asked.Values.Select(document => document.Round)], Planned),
            });
        }
    }
}
