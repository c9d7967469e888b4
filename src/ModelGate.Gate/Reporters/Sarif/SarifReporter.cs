using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ModelGate.Gate.Gates;
using ModelGate.Gate.Records;
using ModelGate.Measurement;

namespace ModelGate.Gate.Reporters.Sarif;

/// <summary>
/// SARIF 2.1.0 for code scanning: a rule for each gated metric, a result on the policy's line for each finding that did not pass and for
/// each change that loosens the policy. Passed findings are no results, as code scanning shows every result as an alert.
/// </summary>
public sealed class SarifReporter : IReporter
{
    private const string ChangeRule = "policy-change";

    public string Name => "sarif";

    public string Summary => "SARIF 2.1.0 for code scanning, on the lines of the policy";

    public string? FileName => "report.sarif";

    public void Write(RunRecord record, TextWriter output, ReportSurface surface)
    {
        SarifRule[] rules =
        [
            .. record.Findings.Select(finding => finding.Metric).Distinct().Order(StringComparer.Ordinal).Select(Rule),
            .. record.PolicyComparison is null ? [] : new[] { OfChanges },
        ];
        string[] ids = [.. rules.Select(rule => rule.Id)];
        var run = new SarifRun(
            new SarifTool(new SarifDriver("ModelGate", record.ToolVersion, rules)),
            [new SarifInvocation(true, record.Verdict.ExitCode, record.Times.StartedUtc.UtcDateTime)],
            [
                new SarifArtifact(
                    new SarifLocation(Uri(record.Policy.File), null),
                    new Dictionary<string, string> { ["sha-256"] = record.Policy.Sha256 }),
            ],
            new SarifAutomation($"quantgate/{record.Policy.File}/"),
            [
                .. record.Findings.Where(finding => finding.Class != "pass").Select(finding => Result(record, finding, ids)),
                .. (record.PolicyComparison?.Changes ?? []).Select(change => Result(record, change, ids)),
            ]);
        output.Write(JsonSerializer.Serialize(new SarifLog([run]), SarifJsonContext.Default.SarifLog) + "\n");
    }

    private static SarifRule Rule(string name)
    {
        if (Metric.All.FirstOrDefault(metric => metric.Name == name) is not { } known)
        {
            return new SarifRule(
                name, new SarifText($"A bound on {name}."), null, new SarifText($"See 'dotnet quantgate explain {name}'."));
        }

        MetricExplanation explanation = MetricExplanation.Of(known);
        return new SarifRule(
            name, new SarifText(explanation.Measures), new SarifText($"{explanation.Measures} Formula: {explanation.Formula}."),
            new SarifText($"Formula: {explanation.Formula}. Doubt: {explanation.Doubt} Source: {explanation.Source}."));
    }

    private static SarifRule OfChanges { get; } = new(
        ChangeRule, new SarifText("A change that could turn a fail into a pass."), null,
        new SarifText("The base branch's policy lists what may change under 'may-change'; a maintainer can accept the rest."));

    private static SarifResult Result(RunRecord record, FindingRecord finding, string[] rules)
    {
        string[] sentences =
        [
            $"{finding.Candidate} on {finding.Subject}: {finding.Gate}: {finding.Outcome}", finding.Result, finding.Advice,
        ];
        IEnumerable<string> ended = sentences.Where(sentence => sentence.Length > 0).Select(sentence => sentence.TrimEnd('.') + ".");
        return new SarifResult(
            finding.Metric, Array.IndexOf(rules, finding.Metric), Level(finding.CountsAs(record.Policy.OnInconclusive)),
            new SarifText(string.Join(' ', ended)),
            [Place(record.Policy.File, finding.Line, finding.Column, finding.Candidate)],
            Fingerprint(finding.Gate, finding.Candidate, finding.Subject),
            new SarifProperties(GateCodes.Of(finding), finding.Candidate, finding.Subject, finding.Measured?.Value, finding.Measured?.Low,
                finding.Measured?.High, finding.Measured?.Samples));
    }

    private static SarifResult Result(RunRecord record, PolicyChangeRecord change, string[] rules) => new(
        ChangeRule, Array.IndexOf(rules, ChangeRule), change.IsAllowed ? "note" : "error",
        new SarifText(
            $"{change.Subject}: {change.Before ?? "not there"} became {change.After ?? "nothing"}; this could turn a fail into a pass"
            + (change.IsAllowed ? ", and the base policy allows it." : ".")),
        [Place(record.Policy.File, change.Line, 0, null)],
        Fingerprint(change.Kind, change.Subject, change.After ?? ""), null);

    /// <summary>As the run's exit code treats it: an undecided finding is a warning unless the policy says what it counts for.</summary>
    private static string Level(string @class) => @class switch
    {
        "fail" => "error",
        "pass" => "note",
        _ => "warning",
    };

    private static SarifPlace Place(string file, int line, int column, string? candidate) => new(
        new SarifPhysicalPlace(new SarifLocation(Uri(file), 0), new SarifRegion(Math.Max(1, line), column > 0 ? column : null)),
        candidate is null ? null : [new SarifLogicalPlace(candidate)]);

    private static string Uri(string file) => string.Join('/', file.Split('/', '\\').Select(System.Uri.EscapeDataString));

    /// <summary>Same gate, candidate and subject: the same alert, whatever line the gate stands on and whatever it measured.</summary>
    private static Dictionary<string, string> Fingerprint(params string[] identity) => new()
    {
        ["modelgate/v1"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', identity)))),
    };
}
