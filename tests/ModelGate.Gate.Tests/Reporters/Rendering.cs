using ModelGate.Gate.Records;
using ModelGate.Gate.Reporters;

namespace ModelGate.Gate.Tests.Reporters;

internal static class Rendering
{
    public static string Of(IReporter reporter, RunRecord record)
    {
        using var text = new StringWriter();
        reporter.Write(record, text, ReportSurface.File);
        return text.ToString();
    }

    /// <summary>The run with another rule for what is undecided.</summary>
    public static RunRecord WithOnInconclusive(RunRecord record, string word) =>
        record with { Policy = record.Policy with { OnInconclusive = word } };

    /// <summary>A passed run whose policy lets doubt pass, and a candidate that its time budget left unmeasured.</summary>
    public static RunRecord WithUnreached(RunRecord record) => WithOnInconclusive(record, "pass") with
    {
        Findings =
        [
            new("size-ratio at-most 0.6", "size-ratio", 9, "late", "all", "undecided", "not reached", null, "", "Time was up.", null, ""),
            .. record.Findings,
        ],
    };

    /// <summary>Every text of the first flip, and the candidate's name, replaced by something hostile.</summary>
    public static RunRecord WithText(RunRecord record, string hostile)
    {
        CandidateRecord first = record.Candidates[0];
        TaskComparisonRecord task = first.Tasks[0];
        FlipRecord flip = task.Flips[0] with { Texts = new(hostile, hostile, hostile, hostile) };
        CandidateRecord changed = first with { Tasks = [task with { Flips = [flip, .. task.Flips.Skip(1)] }, .. first.Tasks.Skip(1)] };
        return record with
        {
            Candidates = [changed, .. record.Candidates.Skip(1)],
            Findings = [record.Findings[0] with { Subject = hostile, Comparison = hostile }, .. record.Findings.Skip(1)],
            Notes = [hostile],
        };
    }

    /// <summary>A policy change that needs an acceptance, and one that does not.</summary>
    public static RunRecord WithChanges(RunRecord record) => record with
    {
        PolicyComparison = new PolicyComparisonRecord("main", new string('9', 64),
        [
            new("gates", "gate on recovery for fp8: margin", "1 %", "5 %", 21, false),
            new("lock-file", "quantgate.lock", "aa", "bb", 1, true),
        ], []),
    };
}
