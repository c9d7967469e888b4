using System.Xml;
using ModelGate.Gate.Gates;
using ModelGate.Gate.Records;

namespace ModelGate.Gate.Reporters.JUnit;

/// <summary>
/// JUnit XML for test reporters: a suite for each candidate, a case for each finding, and a suite for what the change does to its policy.
/// <para>
/// An undecided finding is an <c>error</c> (JUnit's word for a case that could not be judged) where <c>on-inconclusive</c> is
/// <c>report</c>, because test reporters count skipped cases as green and the run does not end green; it is a <c>failure</c> where it says
/// <c>fail</c>, and <c>skipped</c> with its reason where it says <c>pass</c>, so that it is never a plain pass.
/// </para>
/// </summary>
public sealed class JUnitReporter : IReporter
{
    public string Name => "junit";

    public string Summary => "JUnit XML for test reporters, a case for each finding";

    public string? FileName => "report.junit.xml";

    public void Write(RunRecord record, TextWriter output, ReportSurface surface)
    {
        JUnitSuite[] suites = [.. record.CandidateNames.Select(name => Suite(record, name)), .. PolicySuite(record)];
        output.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        using (var xml = XmlWriter.Create(output, new() { OmitXmlDeclaration = true, Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", $"ModelGate {XmlText.Valid(record.Policy.File)}");
            JUnitSuite.WriteCounts(xml, [.. suites.SelectMany(suite => suite.Cases)], suites.Sum(suite => suite.Seconds));
            for (int i = 0; i < suites.Length; i++) suites[i].Write(xml, i, record.Times.StartedUtc);
            xml.WriteEndElement();
        }

        output.Write("\n");
    }

    private static JUnitSuite Suite(RunRecord record, string name)
    {
        ModelRecord? model = record.Candidates.FirstOrDefault(candidate => candidate.Name == name)?.Model;
        FindingRecord[] findings = [.. record.Findings.Where(finding => finding.Candidate == name)];
        HashSet<string> repeated = [.. findings.GroupBy(Title).Where(group => group.Count() > 1).Select(group => group.Key)];
        return new JUnitSuite
        {
            Name = name,
            Seconds = record.Times.Evaluation.TryGetValue(name, out var effort) ? effort.Seconds : 0,
            Properties =
            [
                .. model is null ? [] : new[] { ("model", model.Source), ("contentHash", model.ContentHash) },
                ("planKey", record.PlanKey), ("policySha256", record.Policy.Sha256), ("toolVersion", record.ToolVersion),
            ],
            Cases = findings.Length == 0
                ? [new(name, "gates", record.Policy.File, 1, new JUnitOutcome.Skipped("No gate is for this candidate."))]
                :
                [
                    .. findings.Select(finding => new JUnitCase(
                        name, Title(finding) + (repeated.Contains(Title(finding)) ? $" (line {finding.Line})" : ""),
                        record.Policy.File, finding.Line, Outcome(finding, record.Policy.OnInconclusive))),
                ],
        };
    }

    private static string Title(FindingRecord finding) => $"{finding.Gate} on {finding.Subject}";

    private static JUnitOutcome Outcome(FindingRecord finding, string onInconclusive)
    {
        if (finding.Class == "pass") return new JUnitOutcome.Passed(finding.Result);
        string code = GateCodes.Of(finding);
        string message = $"{finding.Outcome}: {finding.Result}";
        string details = string.Join('\n', new[] { finding.Gate, message, finding.Advice }.Where(line => line.Length > 0));
        return finding.CountsAs(onInconclusive) switch
        {
            "fail" => new JUnitOutcome.Failed(code, message, details),
            "pass" => new JUnitOutcome.Skipped($"{message} (undecided passes by policy)"),
            _ => new JUnitOutcome.Undecided(code, message, details),
        };
    }

    private static IEnumerable<JUnitSuite> PolicySuite(RunRecord record)
    {
        if (record.PolicyComparison is not { } comparison) yield break;
        yield return new JUnitSuite
        {
            Name = "policy",
            Properties = [("base", comparison.Base), ("baseSha256", comparison.BaseSha256 ?? "")],
            Cases = comparison.Changes.Count == 0
                ? [new("policy", "nothing loosened", record.Policy.File, 1, new JUnitOutcome.Passed("No fail can turn into a pass."))]
                : [.. comparison.Changes.Select(change => PolicyCase(record.Policy.File, change))],
        };
    }

    private static JUnitCase PolicyCase(string file, PolicyChangeRecord change)
    {
        string text = $"{change.Before ?? "not there"} became {change.After ?? "nothing"}";
        JUnitOutcome outcome = change.IsAllowed
            ? new JUnitOutcome.Passed($"{text}; the base policy's may-change lists '{change.Kind}'.")
            : new JUnitOutcome.Failed("policy-change", text, $"{change.Subject}: {text}. This can turn a fail into a pass.");
        return new JUnitCase("policy", $"{change.Subject} ({change.Kind})", file, change.Line, outcome);
    }
}
