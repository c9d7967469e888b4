using System.CommandLine;
using ModelGate.Gate.Policies;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Tool.Commands;

/// <summary>The options of <c>eval</c>, and the task entries they mean.</summary>
internal sealed class EvalOptions
{
    private readonly Option<string[]> tasks = new("--tasks")
    {
        HelpName = "T,T", Description = "Tasks, suites or paths to task files, separated by commas.",
        Required = true, AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<int?> limit = new("--limit")
    {
        HelpName = "N", Description = "The first N documents only: cannot pass a gate.",
    };
    private readonly Option<int?> sample = new("--sample") { HelpName = "N", Description = "A seeded stratified sample of N documents." };
    private readonly Option<int?> shots = new("--shots") { HelpName = "K", Description = "Few-shot examples. Default: the task's." };
    private readonly Option<string?> chat = new("--chat") { Description = "none, single-turn or multi-turn. Default: the task's." };
    private readonly Option<string[]> data = new("--data")
    {
        HelpName = "T=FILE", Description = "T=FILE (JSONL) replaces a task's documents.",
    };
    private readonly Option<string[]> fewshotData = new("--fewshot-data")
    {
        HelpName = "T=FILE", Description = "T=FILE (JSONL) replaces a task's few-shot documents.",
    };

    public EvalOptions()
    {
        chat.AcceptOnlyFromAmong("none", "single-turn", "multi-turn");
        Precision.AcceptOnlyFromAmong("bf16", "fp32");
    }

    public Argument<string> Model { get; } = new("MODEL") { Description = "demo, a directory, or hf:OWNER/NAME@REVISION." };

    public Option<string> Precision { get; } = new("--precision") { Description = "bf16 or fp32.", DefaultValueFactory = _ => "bf16" };

    public Option<string?> Against { get; } = new("--against")
    {
        HelpName = "BASE", Description = "A baseline: adds KL and top-1 agreement of texts, likeness of answers.",
    };

    public Option<string?> DataFolder { get; } = new("--data-folder")
    {
        HelpName = "DIR", Description = "Data sets as OWNER/NAME/CONFIG/SPLIT.jsonl, asked before the Hub.",
    };

    public Option<ShardOption?> Shard { get; } = ShardOption.Create();

    public JudgeOptions Judge { get; } = new();

    public Option<bool> PromptsOnly { get; } = new("--prompts-only") { Description = "Write the samples without running the model." };

    public Option<bool> AllowUnsafeCode { get; } = new("--allow-unsafe-code") { Description = "Run generated programs without a sandbox." };

    public Option<string> Output { get; } = new("-o", "--output")
    {
        HelpName = "DIR", Description = "Folder for results.json and samples.", Required = true,
    };

    public void AddTo(Command command)
    {
        command.Add(Model);
        foreach (Option option in (Option[])
            [
                tasks, limit, sample, shots, chat, Precision, Against, data, fewshotData, DataFolder, Shard, PromptsOnly, AllowUnsafeCode,
                Output,
            ])
        {
            command.Add(option);
        }

        Judge.AddTo(command);
    }

    /// <exception cref="UsageException">All contradictions among the options.</exception>
    public IReadOnlyList<TaskEntry> Entries(ParseResult parsed)
    {
        List<Diagnostic> problems = [];
        void Refuse(string option, string problem, string remedy) => problems.Add(new("QG0900", new SourcePoint(option), problem, remedy));

        if (parsed.GetValue(limit) is not null && parsed.GetValue(sample) is not null)
        {
            Refuse("--limit", "--limit and --sample exclude each other.", "Keep one.");
        }

        if (parsed.GetValue(Shard) is not null && parsed.GetValue(Against) is not null)
        {
            Refuse("--shard", "--shard and --against exclude each other.", "Compare the merged results with 'quantgate compare'.");
        }

        if (parsed.GetValue(limit) is < 1) Refuse("--limit", "Nothing would be evaluated.", "Give at least 1.");
        if (parsed.GetValue(sample) is < 1) Refuse("--sample", "Nothing would be evaluated.", "Give at least 1.");
        if (parsed.GetValue(shots) is < 0) Refuse("--shots", "A negative number of examples.", "Give 0 or more.");
        string[] names = [.. parsed.GetValue(tasks)!.SelectMany(name => name.Split(',', StringSplitOptions.RemoveEmptyEntries)).Distinct()];
        Dictionary<string, string> documents = Files(parsed.GetValue(data), "--data", names, Refuse);
        Dictionary<string, string> examples = Files(parsed.GetValue(fewshotData), "--fewshot-data", names, Refuse);
        if (problems.Count > 0) throw new UsageException(problems);
        return
        [
            .. names.Select(name => new TaskEntry(name, new SourcePoint("--tasks"))
            {
                Shots = parsed.GetValue(shots),
                Chat = parsed.GetValue(chat),
                Limit = parsed.GetValue(limit),
                Sample = parsed.GetValue(sample),
                Data = documents.GetValueOrDefault(name),
                FewshotData = examples.GetValueOrDefault(name),
            }),
        ];
    }

    private static Dictionary<string, string> Files(string[]? pairs, string option, string[] names, Action<string, string, string> refuse)
    {
        Dictionary<string, string> files = [];
        foreach (string pair in pairs ?? [])
        {
            int split = pair.IndexOf('=', StringComparison.Ordinal);
            string task = split > 0 ? pair[..split] : "";
            if (split <= 0) refuse(option, $"'{pair}' is not of the form TASK=FILE.", "Write it as demo-facts=facts.jsonl.");
            else if (!names.Contains(task)) refuse(option, $"'{task}' is not among --tasks.", "Name a task that is evaluated.");
            else files[task] = pair[(split + 1)..];
        }

        return files;
    }
}
