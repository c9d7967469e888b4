using ModelGate.Gate.Records;

namespace ModelGate.Gate.History;

/// <summary>A run beside the base branch's last one: which gates changed their outcome, and what became of each number.</summary>
public sealed record RunComparison
{
    /// <summary>Fail now; passed, were undecided or absent then.</summary>
    public required IReadOnlyList<FindingRecord> New { get; init; }

    /// <summary>Fail now and then.</summary>
    public required IReadOnlyList<FindingRecord> StillFailing { get; init; }

    /// <summary>Pass now, failed then.</summary>
    public required IReadOnlyList<FindingRecord> Fixed { get; init; }

    /// <summary>Undecided now, passed then.</summary>
    public required IReadOnlyList<FindingRecord> NoLongerDecided { get; init; }

    /// <summary>Of the base run: failed then, and no gate asks for it now.</summary>
    public required IReadOnlyList<FindingRecord> NoLongerAsked { get; init; }

    /// <summary>Every number of every candidate, in the record's order.</summary>
    public required IReadOnlyList<Delta> Deltas { get; init; }

    /// <summary>Why numbers of the two runs cannot be compared, each clause once.</summary>
    public IReadOnlyList<string> Obstacles =>
        [.. Deltas.Select(delta => delta.Change).OfType<Change.NotComparable>().Select(change => change.Why).Distinct()];

    /// <summary>The same plan: models, recipes, tasks, documents, seeds and engine.</summary>
    public required bool IsSamePlan { get; init; }

    /// <summary>Null where there is no base run.</summary>
    public static RunComparison? Of(RunRecord current, RunRecord? baseRun)
    {
        if (baseRun is null) return null;
        var before = new FindingPairs(current.Findings, baseRun.Findings);
        FindingRecord[] Now(string now, Func<string?, bool> then) =>
            [.. current.Findings.Where(finding => finding.Class == now && then(before.ClassOf(finding)))];

        return new RunComparison
        {
            New = Now("fail", then => then != "fail"),
            StillFailing = Now("fail", then => then == "fail"),
            Fixed = Now("pass", then => then == "fail"),
            NoLongerDecided = Now("undecided", then => then == "pass"),
            NoLongerAsked = [.. before.Unmatched.Where(finding => finding.Class == "fail")],
            Deltas = [.. Differences.Of(current, baseRun)],
            IsSamePlan = current.PlanKey == baseRun.PlanKey,
        };
    }

    /// <summary>Null where the current run has no such number.</summary>
    public Change? Find(string candidate, string subject, string metric) => Deltas.FirstOrDefault(delta =>
        delta.Candidate == candidate && delta.Subject == subject && delta.Now.Metric == metric)?.Change;
}
