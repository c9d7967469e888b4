using ModelGate.Gate.Records;
using ModelGate.Measurement.Accuracy.Evaluation;

namespace ModelGate.GitHub.Tests;

/// <summary>Run records that agree with themselves, so that they survive being written and read.</summary>
internal static class SampleRecord
{
    public static RunRecord Passed { get; } = With([Finding("pass", 11)]);

    public static RunRecord Failed { get; } = With([Finding("fail", 12), Finding("undecided", 13), Finding("pass", 11)]);

    public static RunRecord Inconclusive { get; } = With([Finding("undecided", 13), Finding("pass", 11)]);

    /// <summary>Its gates pass, and it changed a margin.</summary>
    public static RunRecord Loosened { get; } = Passed with
    {
        Verdict = new VerdictRecord("passed", "failed", 1),
        PolicyComparison = new PolicyComparisonRecord(
            "HEAD^1", new string('1', 64),
            [
                new("gates", "gate on recovery for fp8: margin", "1%", "5%", 14, IsAllowed: false),
                new("tool-version", "tool version", "0.1.0", "0.2.0", 1, IsAllowed: true),
            ],
            []),
    };

    public static RunRecord With(IReadOnlyList<FindingRecord> findings, string onInconclusive = "report")
    {
        string outcome = findings.Any(finding => finding.Class == "fail") ? "failed"
            : findings.Any(finding => finding.Class == "undecided") ? "inconclusive"
            : "passed";
        string effective = outcome != "inconclusive" || onInconclusive == "report" ? outcome : onInconclusive + "ed";
        return new RunRecord
        {
            ToolVersion = "0.1.0",
            Policy = new PolicyRecord("quantgate.yml", new string('a', 64), 0.95, 1234, onInconclusive),
            Environment = new EnvironmentRecord("Linux", "Processor", 2, ".NET 10.0.0", "cpu", "1", "bf16", "x64-avx2"),
            PlanKey = new string('b', 32),
            Verdict = new VerdictRecord(outcome, effective, effective switch { "passed" => 0, "failed" => 1, _ => 4 }),
            Findings = findings,
            Baseline = Model("demo"),
            Candidates = [new CandidateRecord("fp8", Model("w8a8-fp8"), null, 0.58, [], [], [])],
            Notes = [],
            PolicyComparison = new PolicyComparisonRecord("HEAD^1", new string('1', 64), [], []),
            Times = new TimesRecord(
                DateTimeOffset.UnixEpoch, new Dictionary<string, double>(), new Dictionary<string, EvaluationEffort>()),
        };
    }

    public static FindingRecord Finding(string @class, int line, string subject = "suite")
    {
        string outcome = @class switch { "pass" => "passed", "fail" => "failed", _ => "inconclusive" };
        var measured = new MeasuredRecord("recovery", "Percent", 0.97, 700, 0.96, 0.98, 0.95, "exact", "97.00 %", []);
        return new FindingRecord(
            "recovery at-least 99 %", "recovery", line, "fp8", subject, @class, outcome, measured, "97.00 %, must be at least 99 %",
            @class == "undecided" ? "The lower bound is beyond the limit." : null, null, @class == "pass" ? "" : "Try a gentler recipe.");
    }

    private static ModelRecord Model(string source) => new(source, new string('c', 64), 6_560_000, [], []);
}
