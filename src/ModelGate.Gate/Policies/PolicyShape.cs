using ModelGate.Gate.Policies.Changes;

namespace ModelGate.Gate.Policies;

/// <summary>The words of a policy that name parts of the tool, as its <see cref="Catalog"/> has them.</summary>
public sealed record PolicyVocabulary(
    IReadOnlyList<string> Schemes,
    IReadOnlyList<string> Algorithms,
    IReadOnlyList<string> Observers,
    IReadOnlyList<string> Scenarios,
    IReadOnlyList<string> GateMetrics);

/// <summary>The shape of <c>quantgate.yml</c>: every key, what it may hold, and the sentence editors show beside it.</summary>
public static class PolicyShape
{
    private const string Name = @"^[A-Za-z0-9][A-Za-z0-9._-]*$";

    private static IReadOnlyList<string> LaterModes => ["concurrent", "throughput", "constant", "poisson", "sweep"];

    public static ValueSpec Of(PolicyVocabulary words) => new ValueSpec.Map(
        [
            new("version", new ValueSpec.Integer(1, 1) { Description = "Version of the policy format: 1." }),
            new("model", new ValueSpec.Text
            {
                Description = "demo, a directory, or hf:OWNER/NAME@REVISION. Relative paths start at the policy's folder.",
            }),
            new("baseline", new ValueSpec.Text
            {
                Description = "What candidates are compared with. Default: the model itself, unquantized.",
            }),
            new("precision", new ValueSpec.Choice(["bf16", "fp32"])
            {
                Description = "Arithmetic of both sides. Default bf16; fp32 checks against references.",
            }),
            new("target", Target),
            new("engine", new ValueSpec.Choice(["auto", "cpu"])
            {
                NotYet = ["cuda", "endpoint"], Description = "What runs the models. Default auto.",
            }),
            new("calibration", Calibration),
            new("candidates", new ValueSpec.MapOf(Candidate(words), Name)
            {
                Description = "The quantized models to judge, each under a name of your choosing.",
            }),
            new("accuracy", Accuracy),
            new("performance", Performance(words)),
            new("gates", new ValueSpec.ListOf(Gate(words)) { Description = "The bounds that decide. All must hold." }),
            new("confidence", new ValueSpec.Percentage { Description = "One-sided confidence of every decision. Default 95%." }),
            new("seed", new ValueSpec.Integer(0, uint.MaxValue) { Description = "Seed of everything drawn at random. Default 1234." }),
            new("on-inconclusive", new ValueSpec.Choice(["fail", "pass", "report"])
            {
                Description = "What an undecided gate means. Default report: exit code 4.",
            }),
            new("unpaired", new ValueSpec.Choice(["refuse", "allow"])
            {
                Description = "Whether results without per-document scores can pass. Default refuse.",
            }),
            new("allow-unsafe-code", new ValueSpec.Boolean
            {
                Description = "Run model-written code without a sandbox where there is none. Default false.",
            }),
            new("may-change", MayChange),
            new("time-budget", new ValueSpec.Duration
            {
                Description = "Stop measuring after this time and decide what was measured; the next run goes on. Default: no limit.",
            }),
        ],
        "version", "model", "candidates", "gates")
    {
        Description = "A ModelGate policy: what is quantized, what is measured, and what must hold.",
    };

    private static ValueSpec.ListOf MayChange => new(
        new ValueSpec.Choice([.. PolicyChangeKind.All.Select(kind => kind.Word), PolicyChangeKind.None]), AllowSingle: true)
    {
        Description = "What a pull request may change without a maintainer's acceptance though it could turn a fail into a pass; the base "
            + "branch's list counts. Default: tool-version and lock-file. "
            + string.Join("; ", PolicyChangeKind.All.Select(kind => $"{kind.Word}: {kind.Covers}")) + "; none: nothing.",
    };

    private static ValueSpec.Map Target => new([
        new("vllm", new ValueSpec.Text(MayLookLikeNumber: true)
        {
            Description = "Version of vLLM that will serve the model, such as 0.11.",
        }),
        new("tensor-parallel-size", new ValueSpec.Integer(1, 1024) { Description = "GPUs that share one replica. Default 1." }),
        new("compute-capability", new ValueSpec.Text(MayLookLikeNumber: true)
        {
            Description = "Of the serving GPU, such as 9.0 for H100.",
        }),
    ])
    {
        Description = "What will serve the checkpoints. Without it, rules that need it are notes.",
    };

    private static ValueSpec.Map Calibration => new([
        new("data", new ValueSpec.Text
        {
            Description = "A JSONL file (instruction, input, output; or text), a .txt file, or random-tokens. The demo brings its own.",
        }),
        new("samples", new ValueSpec.Integer(1) { Description = "Most windows used. Default 512." }),
        new("length", new ValueSpec.Integer(8) { Description = "Tokens a window. Default 2048 or the model's context; the demo 128." }),
    ])
    {
        Description = "The text that calibrated schemes observe.",
    };

    private static ValueSpec.Map Candidate(PolicyVocabulary words) => new([
        new("scheme", new ValueSpec.Choice(words.Schemes) { Description = "What the numbers look like." }),
        new("algorithm", new ValueSpec.Choice(words.Algorithms) { Description = "How the numbers are found. Default: the scheme's." }),
        new("group", new ValueSpec.Integer(32)
        {
            Description = "Weights that share a scale; a power of two that divides every input width. Default 128.",
        }),
        new("observer", new ValueSpec.Choice(words.Observers) { Description = "How a scale is found. Default: the scheme's." }),
        new("actorder", new ValueSpec.Choice(["none", "weight"]) { Description = "Column order of GPTQ. Default: the scheme's." }),
        new("damping", new ValueSpec.Number(1e-6, 0.999999)
        {
            Description = "Share of the mean diagonal that GPTQ adds to the Hessian. Default 0.01.",
        }),
        new("smoothquant", new ValueSpec.Strength { Description = "SmoothQuant's strength from 0 to 1; true or nothing means 0.8." }),
        new("ignore", new ValueSpec.ListOf(new ValueSpec.Pattern(), AllowSingle: true)
        {
            Description = "Modules that stay as they are, as regular expressions.",
        }),
        new("override", new ValueSpec.MapOf(new ValueSpec.Choice(words.Schemes), ".+")
        {
            Description = "Other schemes for some modules: REGEX: SCHEME.",
        }),
        new("model", new ValueSpec.Text { Description = "An existing checkpoint, taken as it is, instead of a recipe." }),
    ]);

    private static ValueSpec.Map Accuracy => new(
        [
            new("tasks", new ValueSpec.ListOf(new ValueSpec.ScalarOr(new ValueSpec.Text(), TaskEntry), AllowSingle: true)
            {
                Description = "Tasks, suites, or paths to task files.",
            }),
            new("data-folder", new ValueSpec.Text
            {
                Description = "Folder of data sets, OWNER/NAME/CONFIGURATION/SPLIT.jsonl, asked before the Hub.",
            }),
            new("early-stopping", new ValueSpec.Boolean
            {
                Description = "Ask a task in rounds, and no further once its gates are decided at their confidence. Default false.",
            }),
            new("judge", JudgePolicy.Shape),
            new("similarity", SimilarityPolicy.Shape),
        ],
        "tasks")
    {
        Description = "What the answers are measured on.",
    };

    private static ValueSpec.Map TaskEntry => new(
        [
            new("task", new ValueSpec.Text { Description = "A task, a suite, or a path to a task file." }),
            new("shots", new ValueSpec.Integer(0) { Description = "Few-shot examples. Default: the task's." }),
            new("chat", new ValueSpec.Choice(["none", "single-turn", "multi-turn"])
            {
                Description = "Use of the chat template. Default: the task's.",
            }),
            new("system-prompt", new ValueSpec.Text { Description = "Put in front as the system's turn." }),
            new("bos", new ValueSpec.Boolean { Description = "Whether BOS is put in front. Default: what the tokenizer does." }),
            new("sample", new ValueSpec.Integer(1) { Description = "Documents in a seeded stratified sample. Default: all." }),
            new("limit", new ValueSpec.Integer(1)
            {
                Description = "The first documents only. Marks the result a prefix, which cannot pass a gate.",
            }),
            new("seed", new ValueSpec.Integer(0, uint.MaxValue)
            {
                Description = "Seed of sampling and few-shot choice. Default: the policy's.",
            }),
            new("samples", new ValueSpec.Integer(1) { Description = "Answers generated for each document." }),
            new("temperature", new ValueSpec.Number(0, 100) { Description = "0 is greedy." }),
            new("top-p", new ValueSpec.Number(1e-6, 1) { Description = "Probability mass that sampling draws from." }),
            new("data", new ValueSpec.Text { Description = "A JSONL file that replaces the task's documents." }),
            new("fewshot-data", new ValueSpec.Text { Description = "A JSONL file that replaces the task's few-shot documents." }),
        ],
        "task");

    private static ValueSpec.Map Performance(PolicyVocabulary words) => new(
        [
            new("scenarios", new ValueSpec.ListOf(new ValueSpec.Choice(words.Scenarios), AllowSingle: true)
            {
                Description = "Use cases, each with its prompt and answer length.",
            }),
            new("scale-to-context", new ValueSpec.Boolean
            {
                Description = "Shrink scenarios that do not fit the model's context, saying so. Default false: an error.",
            }),
            new("requests", new ValueSpec.Integer(1, 100_000)
            {
                Description = "Measured requests for each scenario and model. Default 20.",
            }),
            new("warm-up", new ValueSpec.Integer(0, 10_000) { Description = "Requests before the measured ones. Default 2." }),
            new("price", new ValueSpec.Map(
                [new("usd-per-hour", new ValueSpec.Number(1e-9, 1e9) { Description = "Of the machine that measures." })], "usd-per-hour")),
            new("mode", new ValueSpec.Choice(["synchronous"]) { NotYet = LaterModes, Description = "One request at a time." }),
            new("deployments", new ValueSpec.NotInThisVersion("Give 'price: {usd-per-hour: …}' of the machine that measures.")),
        ],
        "scenarios")
    {
        Description = "How fast answers come and what they cost.",
    };

    private static ValueSpec.Map Gate(PolicyVocabulary words) => new(
        [
            new("metric", new ValueSpec.OpenChoice(words.GateMetrics)
            {
                Description = "What is bounded; quantgate explain METRIC tells its formula.",
            }),
            new("at-least", new ValueSpec.Quantity { Description = "Smallest good value, with its unit." }),
            new("at-most", new ValueSpec.Quantity { Description = "Largest good value, with its unit." }),
            new("margin", new ValueSpec.Quantity
            {
                Description = "How far the bound of the interval may lie beyond the limit. Default 0.",
            }),
            new("for", new ValueSpec.ListOf(new ValueSpec.Text(), AllowSingle: true) { Description = "Candidates. Default: all." }),
            new("per", new ValueSpec.Choice(["suite", "task"])
            {
                Description = "One decision for the suite's mean, or one for each task. Default suite.",
            }),
            new("task", new ValueSpec.ListOf(new ValueSpec.Text(), AllowSingle: true) { Description = "Only these tasks. Default: all." }),
            new("where-baseline-above", new ValueSpec.Percentage { Description = "Only tasks whose baseline score is above this." }),
            new("scenario", new ValueSpec.ListOf(new ValueSpec.Choice(words.Scenarios), AllowSingle: true)
            {
                Description = "Only these scenarios. Default: all.",
            }),
            new("mean", new ValueSpec.Choice(["arithmetic", "geometric"])
            {
                Description = "Over scenarios. Default arithmetic, as in the paper.",
            }),
            new("decide-by", new ValueSpec.Choice(["interval", "estimate"])
            {
                Description = "What is compared with the bound. Default interval.",
            }),
            new("if-not-applicable", new ValueSpec.Choice(["fail", "pass"]) { Description = "When the baseline is 0. Default fail." }),
            new("confidence", new ValueSpec.Percentage { Description = "Of this gate. Default: the policy's." }),
            new("mode", new ValueSpec.Choice(["synchronous"])
            {
                NotYet = LaterModes, Description = "Load mode of a performance metric. Default synchronous.",
            }),
            new("relative-to", new ValueSpec.NotInThisVersion("Give an absolute bound.")),
        ],
        "metric");
}
