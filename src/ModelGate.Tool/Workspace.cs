using ModelGate.Gate.Policies;
using ModelGate.Gate.Runs;
using ModelGate.Gate.Tasks;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Code;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Judging;
using ModelGate.Measurement.Accuracy.Documents.Hub;
using ModelGate.Measurement.Sandbox;
using ModelGate.Models.Architectures;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Engines;
using ModelGate.Models.Engines.Cpu;
using ModelGate.Models.Hub;
using ModelGate.Models.Tokenizers;
using ModelGate.Tool.Terminal;

namespace ModelGate.Tool;

/// <summary>The parts that several commands put together in the same way.</summary>
internal sealed class Workspace(ToolContext context)
{
    private HttpClient? http;
    private ProgressLines? progress;

    private HubOptions Hub
    {
        get
        {
            HubOptions options = HubOptions.FromEnvironment(context.Variable, OfflineFolder is not null);
            string? cache = OfflineFolder is null ? HubCache : HubCacheIn(OfflineFolder);
            return cache is null ? options : options with { CacheDirectory = cache };
        }
    }

    private HttpClient Http => http ??= HubClient.CreateHttpClient();

    /// <summary>What <c>fetch</c> brought and nothing else is used: data sets of this folder, models below it. Null asks the Hub.</summary>
    public string? OfflineFolder { get; init; }

    /// <summary>Replaces the Hub's usual cache; null leaves it.</summary>
    public string? HubCache { get; init; }

    public WorkFolder Work { get; } = new(Path.Combine(context.CurrentDirectory, WorkFolder.DefaultName));

    public TaskLibrary Tasks { get; } = new(Path.GetDirectoryName(context.DemoDirectory)!);

    public ModelLocator Locator => new(context.DemoDirectory, DownloadAsync);

    public RunPlanner Planner => new(context.Catalog, Locator, Tasks, Documents, Services, Work, context.IsCi);

    public IRunProgress Progress => progress ??= new ProgressLines(context.Console, context.Clock);

    /// <summary>Where <c>fetch</c> leaves models.</summary>
    public static string HubCacheIn(string folder) => Path.Combine(folder, "hub");

    /// <summary>What a policy's tasks need from outside.</summary>
    public EvaluationServices Services(Policy policy, IDocumentSource documents) =>
        new(CachedCodeRunner(policy.AllowsUnsafeCode), documents, policy.Judge is { } judge
            ? Judge(
                judge.Settings with { BaselineAnswers = Rooted(judge.Settings.BaselineAnswers, policy.Folder) }, judge.KeyAt) : null);

    /// <param name="allowsUnsafe">Generated programs may run without a sandbox.</param>
    /// <param name="judge">Null where none is named.</param>
    public EvaluationServices Services(bool allowsUnsafe, IDocumentSource documents, JudgeSettings? judge) => new(
        CachedCodeRunner(allowsUnsafe), documents, judge is null
            ? null
            : Judge(
                judge with { BaselineAnswers = Rooted(judge.BaselineAnswers, context.CurrentDirectory) }, new("--judge-key-variable")));

    /// <exception cref="DiagnosticException">QG0633: its key is missing, or cannot be one.</exception>
    private HttpJudge Judge(JudgeSettings settings, SourcePoint keyAt) => new(
        HttpJudge.CreateHttpClient(), settings, JudgeKey.Of(settings, context.Variable, keyAt), new JudgeReplyFiles(Work), context.Clock,
        new JudgeLines(Progress));

    private static string? Rooted(string? path, string folder) => path is null ? null : Path.GetFullPath(path, folder);

    /// <summary>For work that only names parts and asks nothing.</summary>
    public static EvaluationServices ServicesOfNone => new(CodeRunner(false), new LocalDocuments());

    private CachedCodeRunner CachedCodeRunner(bool allowsUnsafe) =>
        new(CodeRunner(allowsUnsafe), Work, allowsUnsafe ? "unsafe" : "sandbox");

    public static ICodeRunner CodeRunner(bool allowsUnsafe) =>
        new SandboxedCodeRunner(new SandboxOptions { AllowUnsafeCode = allowsUnsafe });

    /// <param name="folder">An absolute path; null where no data folder is given.</param>
    public IDocumentSource Documents(string? folder, CancellationToken cancel)
    {
        IDocumentSource source = HubDocuments(cancel);
        if (OfflineFolder is not null) source = new DataFolder(OfflineFolder, source);
        return folder is null ? source : new DataFolder(folder, source);
    }

    public HubDocuments HubDocuments(CancellationToken cancel)
    {
        return new(new DatasetsClient(Http, Hub, context.Clock), Report, cancel);

        void Report(string dataset, int rows, int all)
        {
            if (rows == all) context.Console.Error.WriteLine($"fetch {dataset}: {all} rows");
        }
    }

    /// <param name="checkpoint">Stays open, and the caller's, as long as the engine.</param>
    public IInferenceEngine OpenEngine(Checkpoint checkpoint, ActivationPrecision precision) =>
        CpuEngine.Load(
            checkpoint, Tokenizer.Load(checkpoint.Directory),
            new CpuEngineOptions { Precision = precision, CacheDirectory = Work.Packed, Clock = context.Clock });

    /// <summary>The directory of a MODEL argument.</summary>
    /// <exception cref="UsageException">It is no reference, or leads nowhere.</exception>
    public async Task<string> FindModelAsync(string text, string argument, CancellationToken cancel)
    {
        ModelReference reference = ModelReference.TryParse(text, out string problem)
            ?? throw new UsageException(argument, problem, "Use demo, a directory, or hf:OWNER/NAME@REVISION.");
        return await UsageException.WhenWrongAsync(
            () => Locator.FindAsync(reference, context.CurrentDirectory, new SourcePoint(argument), cancel));
    }

    private async Task<string> DownloadAsync(ModelReference.Hub hub, CancellationToken cancel)
    {
        var client = new HubClient(Http, Hub, context.Clock);
        IRunProgress progress = Progress;
        progress.Begin($"fetch {hub}");
        var forward = new Progress<HubProgress>(done =>
            progress.Advance(done.FileSize == 0 ? 1 : (double)done.FileBytes / done.FileSize, done.File));
        HubSnapshot snapshot = await client.FetchAsync(HubReference.Parse(hub.ToString()), forward, cancel);
        progress.End(snapshot.Commit);
        return snapshot.Directory;
    }
}
