namespace ModelGate.Gate.Policies.Changes;

/// <summary>What a pull request may do to its own gate: the closed set of words of <c>may-change</c>.</summary>
public sealed record PolicyChangeKind
{
    /// <summary>In <c>may-change</c>, instead of any kind: everything needs an acceptance.</summary>
    public const string None = "none";

    public static readonly PolicyChangeKind Policy = new("policy", "a policy is gone, or its older form cannot be read");
    public static readonly PolicyChangeKind Gates = new("gates", "a gate is gone, narrower or looser; confidence");
    public static readonly PolicyChangeKind Verdict = new("verdict", "on-inconclusive, unpaired, allow-unsafe-code, time-budget");
    public static readonly PolicyChangeKind Candidates = new("candidates", "a candidate is gone");
    public static readonly PolicyChangeKind Baseline = new("baseline", "what candidates are compared with, and its files");
    public static readonly PolicyChangeKind Calibration = new("calibration", "text that calibrates, and how much of it");
    public static readonly PolicyChangeKind Tasks = new("tasks", "a task or suite is gone, or one more moves a mean that is gated");
    public static readonly PolicyChangeKind Prompts = new("prompts", "shots, chat template, system prompt, BOS, sampling of answers");
    public static readonly PolicyChangeKind Documents = new("documents", "which documents are asked, and files of them");
    public static readonly PolicyChangeKind Seed = new("seed", "of the policy or a task");
    public static readonly PolicyChangeKind TaskFiles = new("task-files", "task files of the repository, and data that they name");
    public static readonly PolicyChangeKind Judge = new("judge", "who compares answers, and how often");
    public static readonly PolicyChangeKind Similarity = new("similarity", "encoders that compare answers");
    public static readonly PolicyChangeKind Scenarios = new("scenarios", "a scenario is gone, or timed in another way");
    public static readonly PolicyChangeKind Price = new("price", "of the machine that measures");
    public static readonly PolicyChangeKind Engine = new("engine", "engine and precision of both sides");
    public static readonly PolicyChangeKind Deployment = new("deployment", "what will serve the checkpoints");
    public static readonly PolicyChangeKind LockFile = new("lock-file", "quantgate.lock");
    public static readonly PolicyChangeKind ToolVersion = new("tool-version", "the tool's entry in dotnet-tools.json");
    public static readonly PolicyChangeKind Workflow = new("workflow", "workflows and actions that run the tool, nuget.config");
    public static readonly PolicyChangeKind MayChange = new("may-change", "more kinds in may-change");

    private PolicyChangeKind(string word, string covers) => (Word, Covers) = (word, covers);

    public static IReadOnlyList<PolicyChangeKind> All { get; } =
    [
        Policy, Gates, Verdict, Candidates, Baseline, Calibration, Tasks, Prompts, Documents, Seed, TaskFiles, Judge, Similarity,
        Scenarios, Price, Engine, Deployment, LockFile, ToolVersion, Workflow, MayChange,
    ];

    /// <summary>What a policy without <c>may-change</c> allows: routine updates that their own pull requests show.</summary>
    public static IReadOnlyList<PolicyChangeKind> AllowedByDefault { get; } = [ToolVersion, LockFile];

    /// <summary>As policies write it.</summary>
    public string Word { get; }

    /// <summary>What belongs to it, in one line.</summary>
    public string Covers { get; }

    public static PolicyChangeKind? Find(string word) => All.FirstOrDefault(kind => kind.Word == word);

    public override string ToString() => Word;
}
