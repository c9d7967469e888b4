using ModelGate.Gate.PullRequests;
using ModelGate.Gate.Records;
using ModelGate.Gate.Tests.Reporters;

namespace ModelGate.Gate.Tests.PullRequests;

/// <summary>What a pull request may be told about <see cref="SampleRun"/>.</summary>
internal static class SampleComment
{
    public const string HeadSha = "1111111111111111111111111111111111111111";

    public static CommentContent Of(RunRecord record) => new()
    {
        Record = record,
        HeadSha = HeadSha,
        MeasuredSha = "2222222222222222222222222222222222222222",
        RunPage = new Uri("https://github.example/owner/name/actions/runs/42"),
    };

    /// <summary>The gates pass only because the change loosened one and removed another.</summary>
    public static RunRecord Loosened { get; } = SampleRun.Passed with
    {
        PolicyComparison = new PolicyComparisonRecord("origin/main", new string('9', 64),
        [
            new("tool-version", "tool version", "0.1.0", "0.2.0", 1, IsAllowed: true),
            new("gates", "gate on recovery for int4: at-least", "99 %", "95 %", 21, IsAllowed: false),
            new("gates", "gate on kl", "at-most 0.01 nats", null, 24, IsAllowed: false),
        ],
        [.. SampleRun.Failed.Findings]),
    };

    public static PolicyAcceptance Acceptance { get; } = new("maintainer", new(2026, 3, 4, 5, 6, 0, TimeSpan.Zero));

    /// <summary>The base branch before the change: int4 passed its suite, fp8 failed on size, and some numbers were others.</summary>
    public static RunRecord Before { get; } = SampleRun.Failed with
    {
        PlanKey = new string('8', 32),
        Findings =
        [
            .. SampleRun.Failed.Findings.Select(finding => (finding.Candidate, finding.Metric, finding.Subject) switch
            {
                ("int4", "recovery", "suite") => finding with { Class = "pass", Outcome = "passed" },
                ("fp8", "size-ratio", _) => finding with { Class = "fail", Outcome = "failed" },
                ("fp8", "e2e-p95", _) => finding with { Class = "pass", Outcome = "passed" },
                _ => finding,
            }),
        ],
        Candidates = [.. SampleRun.Failed.Candidates.Select(candidate => candidate.Name == "int4" ? Better(candidate) : candidate)],
    };

    private static CandidateRecord Better(CandidateRecord candidate) => candidate with
    {
        SizeRatio = 0.3772,
        Suites = [.. candidate.Suites.Select(suite => suite with { Recovery = suite.Recovery! with { Value = 0.9921 } })],
    };
}
