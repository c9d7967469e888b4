using System.Globalization;
using System.Xml.Linq;

namespace ModelGate.MSBuild;

/// <summary>What a build needs of <c>run.json</c>: the verdict, and each finding with its line.</summary>
internal sealed class RunFindings
{
    private const int KnownVersion = 1;

    private readonly XElement root;

    private RunFindings(XElement root) => this.root = root;

    /// <summary><c>passed</c>, <c>failed</c> or <c>inconclusive</c>, after the policy's <c>on-inconclusive</c>.</summary>
    public string Effective => Text(root.Element("verdict"), "effective");

    public int? ExitCode => Number(root.Element("verdict"), "exitCode");

    public IReadOnlyList<RunFinding> All => [.. Items(root.Element("findings")).Select(item => new RunFinding(item))];

    /// <summary>Changes of the policy that could turn a fail into a pass and that its base does not allow.</summary>
    public IReadOnlyList<PolicyChange> Loosened =>
    [
        .. from change in Items(root.Element("policyComparison")?.Element("changes"))
           where Text(change, "isAllowed") == "false"
           select new PolicyChange(change),
    ];

    /// <summary>Null where there is no record, or one that this version cannot read.</summary>
    public static RunFindings? TryRead(string file) =>
        JsonFile.TryRead(file) is { } root && Number(root, "schemaVersion") == KnownVersion ? new RunFindings(root) : null;

    internal static string Text(XElement? parent, string name) => parent?.Element(name)?.Value ?? "";

    internal static int? Number(XElement? parent, string name) =>
        int.TryParse(Text(parent, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static IEnumerable<XElement> Items(XElement? array) => array?.Elements("item") ?? [];
}

/// <summary>One gate on one candidate.</summary>
internal sealed class RunFinding(XElement finding)
{
    public bool IsPass => RunFindings.Text(finding, "class") == "pass";

    public string Outcome => RunFindings.Text(finding, "outcome");

    public int Line => RunFindings.Number(finding, "line") ?? 0;

    public int Column => RunFindings.Number(finding, "column") ?? 0;

    /// <summary>As every surface of the tool names it.</summary>
    public string Code => Outcome switch
    {
        "failed" => "QG0711",
        "inconclusive" => "QG0712",
        "not decidable" => "QG0713",
        "not measured here" => "QG0714",
        "not reached" => "QG0718",
        "no data" => "QG0715",
        "not applicable" => "QG0716",
        _ => "QG0710",
    };

    /// <summary>Candidate, gate, outcome, the numbers that decided, why they do not, and what to try.</summary>
    public override string ToString()
    {
        string subject = RunFindings.Text(finding, "subject");
        string on = subject is "" or "all" ? "" : $" on {subject}";
        string head = $"{RunFindings.Text(finding, "candidate")}: {RunFindings.Text(finding, "gate")}{on}: {Outcome}";
        string[] rest =
        [
            RunFindings.Text(finding, "comparison"), RunFindings.Text(finding, "reason"), RunFindings.Text(finding, "advice"),
        ];
        string sentences = string.Join(" ", rest.Where(text => text.Length > 0).Select(text => text.TrimEnd('.') + "."));
        return sentences.Length > 0 ? $"{head}. {sentences}" : head + ".";
    }
}

/// <summary>What a change does to the policy of its base.</summary>
internal sealed class PolicyChange(XElement change)
{
    public const string Code = "QG0717";

    public int Line => RunFindings.Number(change, "line") ?? 0;

    public override string ToString()
    {
        string subject = RunFindings.Text(change, "subject"), kind = RunFindings.Text(change, "kind");
        string before = Shown("before", "not there"), after = Shown("after", "gone");
        return $"The change loosens its own gate: {subject}: {before} → {after}. "
            + $"Restore what the base has, or let the base's policy list it first: 'may-change: [{kind}]'.";
    }

    private string Shown(string name, string none) => RunFindings.Text(change, name) is { Length: > 0 } text ? text : none;
}
