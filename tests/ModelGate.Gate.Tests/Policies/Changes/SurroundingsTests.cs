using ModelGate.Gate.Policies.Changes;

namespace ModelGate.Gate.Tests.Policies.Changes;

/// <summary>What the gate depends on and the policy does not name: lock file, tool, workflows, other policies.</summary>
public sealed class SurroundingsTests
{
    private const string Lock = """
        {"version": 1, "models": {"hf:a/b": {"commit": "C1", "sha256": "S1"}},
         "datasets": {"o/d": {"revision": "R1", "splits": {"main/test": {"rows": 10, "sha256": "H1"}}}}}
        """;

    private const string OtherPolicy =
        "version: 1\nmodel: demo\ncandidates: {a: {scheme: w8a8-fp8}}\ngates: [{metric: size-ratio, at-most: 1}]\n";

    private static MemoryTree Base => new()
    {
        ["p/quantgate.yml"] = OtherPolicy,
        ["p/quantgate.lock"] = Lock,
        ["second/gate.yaml"] = OtherPolicy,
        [".config/dotnet-tools.json"] =
            """{"tools": {"dotnet-quantgate": {"version": "0.1.0", "commands": ["dotnet-quantgate"]}, "x": {"version": "1"}}}""",
        ["nuget.config"] = "<configuration/>",
        [".github/workflows/gate.yml"] = "jobs: {a: {steps: [{uses: ./.github/actions/setup}, {run: dotnet QuantGate check}]}}\n",
        [".github/workflows/docs.yml"] = "jobs: {a: {steps: [{uses: ./.github/actions/pages}]}}\n",
        [".github/actions/setup/action.yml"] = "runs: {steps: [{run: ./install.sh}]}\n",
        [".github/actions/setup/install.sh"] = "apt-get\n",
        [".github/actions/pages/action.yml"] = "runs: {}\n",
    };

    public static TheoryData<string, string?, string> Files => new()
    {
        { "p/quantgate.lock", Lock.Replace(" ", "", StringComparison.Ordinal), "" },
        {
            "p/quantgate.lock", Lock.Replace("C1", "C2", StringComparison.Ordinal),
            "lock-file, hf:a/b in p/quantgate.lock: C1, S1 → C2, S1"
        },
        {
            "p/quantgate.lock", Lock.Replace("10", "9", StringComparison.Ordinal),
            "lock-file, o/d, main/test in p/quantgate.lock: 10 rows, H1 → 9 rows, H1"
        },
        { "p/quantgate.lock", "{", "lock-file, lock file p/quantgate.lock: as in the base → changed, and cannot be read" },
        { ".config/dotnet-tools.json", """{"tools": {"DOTNET-quantgate": {"version": "0.1.0"}}}""", "" },
        {
            ".config/dotnet-tools.json", """{"tools": {"dotnet-quantgate": {"version": "0.2.0"}}}""",
            "tool-version, tool in .config/dotnet-tools.json: 0.1.0 → 0.2.0"
        },
        { ".config/dotnet-tools.json", null, "tool-version, tool in .config/dotnet-tools.json: 0.1.0 → gone" },
        {
            "p/dotnet-tools.json", """{"tools": {"dotnet-quantgate": {"version": "9.0.0"}}}""",
            "tool-version, tool in p/dotnet-tools.json: not there → 9.0.0"
        },
        { "nuget.config", "<configuration><x/></configuration>", "workflow, package sources nuget.config: as in the base → changed" },
        { ".github/workflows/gate.yml", null, "workflow, workflow file .github/workflows/gate.yml: as in the base → gone" },
        { ".github/workflows/docs.yml", "jobs: {}\n", "" },
        { ".github/workflows/new.yml", "run: quantgate publish\n", "workflow, workflow file .github/workflows/new.yml: not there → added" },
        {
            ".github/actions/setup/install.sh", "exit 0\n",
            "workflow, workflow file .github/actions/setup/install.sh: as in the base → changed"
        },
        { ".github/actions/pages/action.yml", "runs: {steps: []}\n", "" },
        { "second/gate.yaml", null, "policy, policy second/gate.yaml: in force → gone" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Find_of_a_changed_file(string path, string? text, string found) =>
        Assert.Equal(found, Found(Base, Base.With(path, text), countsAdded: true));

    [Fact]
    public void Find_where_the_gate_is_new_counts_only_what_the_base_has()
    {
        MemoryTree empty = new();
        Assert.Equal("", Found(empty, Base.With("p/quantgate.lock", null), countsAdded: false));
        Assert.Contains("gate.yml", Found(Base, Base.With(".github/workflows/gate.yml", ""), countsAdded: false), StringComparison.Ordinal);
    }

    private static string Found(MemoryTree before, MemoryTree after, bool countsAdded)
    {
        PolicyChange[] changes =
        [
            .. LockFileChanges.Find("p/quantgate.yml", before, after),
            .. ToolChanges.Find("p/quantgate.yml", before, after, countsAdded),
            .. WorkflowChanges.Find(before, after, countsAdded),
            .. RemovedPolicies.Find(before, after),
        ];
        return string.Join("; ", changes.Select(change =>
            $"{change.Kind}, {change.Subject}: {change.Before ?? "not there"} → {change.After ?? "gone"}"));
    }
}
