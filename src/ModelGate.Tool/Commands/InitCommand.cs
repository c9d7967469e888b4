using System.CommandLine;
using ModelGate.Gate.Gates;
using ModelGate.Gate.Policies;
using ModelGate.Gate.Runs;
using ModelGate.Gate.Yaml;
using ModelGate.Measurement;
using ModelGate.Models.Acceptance;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Engines.Cpu;
using ModelGate.Tool.Init;

namespace ModelGate.Tool.Commands;

internal static class InitCommand
{
    private const string SchemaFile = "quantgate.schema.json";

    private static readonly string[] Formats = ["fp8", "int8", "int4"];

    public static Command Create(ToolContext context)
    {
        var model = new Argument<string?>("MODEL")
        {
            Description = "demo, a directory, or hf:OWNER/NAME@REVISION. Default: the one checkpoint found here, else demo.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var force = new Option<bool>("--force") { Description = $"Replace an existing {Policy.DefaultFileName}." };
        var command = new Command("init", "Write a policy that passes plan; asks at most five questions on a terminal, none in CI.")
        {
            model, force,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            string file = context.FullPath(Policy.DefaultFileName);
            if (File.Exists(file) && !parsed.GetValue(force))
            {
                throw new UsageException(Policy.DefaultFileName, "It exists already.", "Use --force to replace it.");
            }

            PolicyDraft draft = await AskAsync(context, parsed.GetValue(model), cancel);
            PolicyDraft final = Limit(draft, context, await PlanAsync(context, draft, cancel));
            Read(context, final);
            await File.WriteAllTextAsync(file, final.ToText(), cancel);
            string schema = JsonSchemaWriter.Write(PolicyShape.Of(context.Catalog.Vocabulary), Policy.DefaultFileName);
            await File.WriteAllTextAsync(context.FullPath(SchemaFile), schema, cancel);
            context.Console.Output.WriteLine($"Wrote {Policy.DefaultFileName} for {final.Model}, and {SchemaFile} for editors.");
            context.Console.Output.WriteLine("Next: dotnet quantgate plan, then dotnet quantgate check");
            return ExitCodes.Passed;
        });
        return command;
    }

    private static async Task<PolicyDraft> AskAsync(ToolContext context, string? named, CancellationToken cancel)
    {
        var questions = new Questions(context.Console);
        string model = named ?? questions.Ask("Model to quantize", StandardModel(context), text =>
            ModelReference.TryParse(text, out string problem) is null ? problem : null);
        ModelConfig config = await ReadAsync(context, model, cancel);
        ServingGpu? gpu = context.Gpu();
        string[] fitting = [.. Formats.Where(format => Fits(format, config, gpu))];
        string[] candidates = Words(questions.Ask("Formats to judge", string.Join(", ", fitting), text =>
            Words(text).Except(Formats).Any() ? $"Use some of: {string.Join(", ", Formats)}." : null));
        bool needsText = model != "demo" && candidates.Any(candidate => candidate != "fp8");
        string calibration = !needsText ? "none" : questions.Ask("Calibration text, a .jsonl or .txt file", "none", text =>
            text == "none" || File.Exists(context.FullPath(text)) ? null : "There is no such file.");
        string tasks = questions.Ask("Tasks", model == "demo" ? "demo" : "smoke", text => WrongTask(context, text));
        string capability = questions.Ask("Compute capability of the GPU that will serve", gpu?.Capability.ToString() ?? "none", text =>
            text == "none" || ComputeCapability.TryParse(text, out _) ? null : "Write it as 9.0, or none.");
        return new PolicyDraft(
            model, [.. Formats.Intersect(candidates)], calibration == "none" ? null : calibration, GroupOf(config) ?? 128, tasks,
            capability == "none" ? null : capability,
            capability == gpu?.Capability.ToString() ? $"of the {gpu.Name} here" : "of the GPU that serves");
    }

    private static string StandardModel(ToolContext context)
    {
        IReadOnlyList<string> found = ModelFolders.Find(context.CurrentDirectory);
        if (found.Count <= 1 || context.Console.Input is not null) return found.Count > 0 ? found[0] : "demo";
        throw new UsageException("MODEL", $"There are several models here: {string.Join(", ", found)}.", "Name one of them.");
    }

    private static async Task<ModelConfig> ReadAsync(ToolContext context, string model, CancellationToken cancel)
    {
        string directory = await new Workspace(context).FindModelAsync(model, "MODEL", cancel);
        if (ModelFolders.IsQuantized(directory))
        {
            throw new UsageException(
                "MODEL", $"{model} is quantized already.",
                "Name the model that it was made from, and add this one to the policy's candidates as '{model: DIR}'.");
        }

        return UsageException.WhenWrong(() => ModelConfig.Read(directory));
    }

    /// <summary>FP8 matrix cores came with 8.9; before, it would be weight-only.</summary>
    private static bool Fits(string format, ModelConfig config, ServingGpu? gpu) => format switch
    {
        "fp8" => gpu is null || gpu.Capability >= new ComputeCapability(8, 9),
        "int4" => GroupOf(config) is not null,
        _ => true,
    };

    /// <summary>The largest group size that divides every input width; null where none does.</summary>
    private static int? GroupOf(ModelConfig config)
    {
        int[] widths = [config.HiddenSize, config.IntermediateSize, config.QueryWidth];
        return ((int[])[128, 64, 32]).Where(group => widths.All(width => width % group == 0)).Cast<int?>().FirstOrDefault();
    }

    private static string? WrongTask(ToolContext context, string text)
    {
        string[] names = [.. new Workspace(context).Tasks.Overview().Select(selection => selection.Name)];
        string? unknown = Words(text).FirstOrDefault(word => !names.Contains(word));
        if (unknown is null) return null;
        return NearestKey.Of(unknown, names) is { } near ? $"There is no task '{unknown}'. Did you mean '{near}'?" : "'list' names them.";
    }

    private static async Task<RunPlan> PlanAsync(ToolContext context, PolicyDraft draft, CancellationToken cancel) =>
        await UsageException.WhenWrongAsync(() => new Workspace(context).Planner.PlanAsync(Read(context, draft), cancel));

    private static Policy Read(ToolContext context, PolicyDraft draft) => UsageException.WhenWrong(() =>
        PolicyReader.Parse(draft.ToText(), Policy.DefaultFileName, context.Catalog) with { Folder = context.CurrentDirectory });

    /// <summary>Margins that the plan's documents can decide, and a size that its candidates keep.</summary>
    private static PolicyDraft Limit(PolicyDraft draft, ToolContext context, RunPlan plan)
    {
        var forecast = new GateForecast(
            plan, new CachedScores(new Workspace(context).Work, CpuEngine.IdentityOf(plan.Policy.Precision)));
        double needed = plan.Policy.Gates
            .Where(gate => gate.Metric == Metric.Recovery)
            .Select(gate => forecast.SmallestMargin(gate with { Bound = new Bound.AtLeast(0.99) }))
            .DefaultIfEmpty(0)
            .Max();
        double least = Math.Ceiling(needed * 1000) / 1000;
        double largest = plan.Candidates.Max(candidate => (double)candidate.TensorBytes / plan.Baseline.TensorBytes);
        return draft with
        {
            SmallestMargin = draft.HasRecovery ? least : null,
            Margin = Math.Max(draft.Margin, least),
            MostSize = Math.Max(draft.MostSize, Math.Ceiling((largest * 20) + 0.2) / 20),
        };
    }

    private static string[] Words(string text) =>
        text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
