using ModelGate.Gate.Records;

namespace ModelGate.Gate.Reporters.Html;

/// <summary>Recovery by suite and task, a lane for each candidate. Shares are fractions of 1.</summary>
/// <param name="Confidence">Of the two-sided intervals.</param>
internal sealed record RecoveryData(double Confidence, IReadOnlyList<RecoveryRow> Rows)
{
    /// <summary>Null where no suite was scored.</summary>
    public static RecoveryData? Of(RunRecord record)
    {
        SuiteRecord[] suites = [.. record.Candidates.SelectMany(candidate => candidate.Suites).DistinctBy(suite => suite.Suite)];
        var rows = new List<RecoveryRow>();
        foreach (SuiteRecord suite in suites)
        {
            rows.Add(new RecoveryRow(suite.Suite, true, suite.Documents, suite.BaselineScore, null,
            [
                .. from candidate in record.Candidates
                   let own = candidate.Suites.FirstOrDefault(other => other.Suite == suite.Suite)
                   where own is not null
                   select RecoveryLane.Of(record, candidate.Name, own.Suite, own.CandidateScore, own.Recovery),
            ]));
            rows.AddRange(suite.Tasks
                .Where(task => !rows.Any(row => !row.IsSuite && row.Name == task))
                .Select(task => TaskRow(record, task))
                .OfType<RecoveryRow>());
        }

        return rows.Count == 0 ? null : new RecoveryData((2 * record.Policy.Confidence) - 1, rows);
    }

    private static RecoveryRow? TaskRow(RunRecord record, string name)
    {
        (string Candidate, TaskComparisonRecord Task)[] found =
        [
            .. from candidate in record.Candidates
               from task in candidate.Tasks
               where task.Task == name
               select (candidate.Name, task),
        ];
        if (found.Length == 0) return null;
        TaskComparisonRecord first = found[0].Task;
        return new RecoveryRow(name, false, first.Documents, first.BaselineScore, first.BaselineIsAboveChance,
            [.. found.Select(pair => RecoveryLane.Of(record, pair.Candidate, name, pair.Task.CandidateScore, pair.Task.Recovery))]);
    }
}

/// <param name="Baseline">Its score.</param>
internal sealed record RecoveryRow(
    string Name, bool IsSuite, int Documents, double Baseline, bool? IsAboveChance, IReadOnlyList<RecoveryLane> Lanes);

/// <param name="Score">The candidate's.</param>
/// <param name="Value">Null where the baseline scores 0.</param>
/// <param name="Tone">Of the worst gate on it: <c>good</c>, <c>bad</c>, <c>doubtful</c> or <c>neutral</c>.</param>
/// <param name="Text">Value and interval for people.</param>
internal sealed record RecoveryLane(
    string Candidate, double Score, double? Value, double? Low, double? High, string Tone, string Text, IReadOnlyList<BoundRecord> Bounds)
{
    public static RecoveryLane Of(RunRecord record, string candidate, string subject, double score, MeasuredRecord? recovery) => new(
        candidate, score, recovery?.Value, recovery?.Low, recovery?.High,
        TableRows.Worst(record, candidate, subject, "recovery").ToString().ToLowerInvariant(),
        recovery is null ? "not applicable: the baseline scores 0" : TableRows.Interval(recovery),
        [
            .. record.Findings
                .Where(finding => finding.Metric == "recovery" && finding.Candidate == candidate && finding.Subject == subject)
                .Select(finding => finding.Bound)
                .OfType<BoundRecord>()
                .Distinct(),
        ]);
}
