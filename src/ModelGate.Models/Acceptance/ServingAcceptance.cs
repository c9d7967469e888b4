using ModelGate.Models.Checkpoints;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Models.Acceptance;

/// <summary>Would vLLM load it, and by which kernels: on a plan before anything is quantized, and on a checkpoint.</summary>
public static class ServingAcceptance
{
    private static readonly AcceptanceRule[] Rules =
    [
        new KernelRule(), new GpuRule(), new MarlinRule(), new GroupRule(), new FusedUnitRule(), new TensorParallelRule(),
        new ConfigFieldRule(), new ConfigObjectRule(), new HeadRule(),
    ];

    /// <summary>Judges a plan.</summary>
    /// <param name="linears">All linear layers, the unquantized ones too, so that fused units are seen whole.</param>
    /// <param name="model">Adds the rules about heads; null where the architecture is unknown.</param>
    public static AcceptanceReport Judge(IReadOnlyList<PlannedLinear> linears, ServingTarget target, ModelConfig? model = null) =>
        Judge(new AcceptanceCase(linears, target, model, Quantization: null), []);

    /// <summary>Judges a checkpoint by its headers and configuration, its contradictions included.</summary>
    public static AcceptanceReport Judge(Checkpoint checkpoint, ServingTarget target)
    {
        QuantizationConfig? quantization = checkpoint.Quantization;
        PlannedLinear[] linears =
        [
            .. DecoderModules.Linears(checkpoint.Config).Select(module => new PlannedLinear(
                module.Name, module.Rows, module.Columns, quantization?.GroupOf(module.Name, module.ClassName)?.Numbers)),
        ];

        IEnumerable<AcceptanceFinding> contradictions = checkpoint.Validate().Select(FromDiagnostic);
        if (checkpoint.Config.TieWordEmbeddings && checkpoint.Tensors.ContainsKey($"{DecoderModules.Head}.weight"))
            contradictions = contradictions.Append(TiedHead);
        return Judge(new AcceptanceCase(linears, target, checkpoint.Config, quantization), contradictions);
    }

    private static AcceptanceFinding TiedHead { get; } = new(
        AcceptanceLevel.Warning, "QG0510", "tied-head", [DecoderModules.Head],
        "The file holds lm_head.weight although tie_word_embeddings is true; some loaders fail on it.", "Store the table once.");

    private static AcceptanceReport Judge(AcceptanceCase plan, IEnumerable<AcceptanceFinding> contradictions)
    {
        AcceptanceFinding[] findings =
        [
            .. Rules.SelectMany(rule => rule.Check(plan)).Concat(contradictions)
                .GroupBy(finding => (finding.Level, finding.Code, finding.Rule, finding.What, finding.Remedy))
                .Select(Merge)
                .OrderByDescending(finding => finding.Level),
        ];
        return new AcceptanceReport(findings, [.. Formats(plan)]);
    }

    private static AcceptanceFinding Merge(IEnumerable<AcceptanceFinding> same) =>
        same.First() with { Modules = [.. same.SelectMany(finding => finding.Modules).Distinct(StringComparer.Ordinal)] };

    private static IEnumerable<ServedFormat> Formats(AcceptanceCase plan)
    {
        foreach (var same in plan.Linears.GroupBy(linear => linear.Numbers?.ToString() ?? "", StringComparer.Ordinal))
        {
            string[] modules = [.. same.Select(linear => linear.Name)];
            LinearFormat? numbers = same.First().Numbers;
            KernelPath? path = numbers is null ? null : KernelPath.Of(numbers, plan.Target.Gpu);
            yield return path switch
            {
                null => new ServedFormat(null, "unquantized", null, modules),
                KernelPath.Served served => new ServedFormat(numbers, served.Name, served.MinimumGpu, modules),
                _ => new ServedFormat(numbers, "none", null, modules),
            };
        }
    }

    private static AcceptanceFinding FromDiagnostic(Diagnostic problem) => new(
        AcceptanceLevel.Error, problem.Code, "checkpoint", [], $"{Path.GetFileName(problem.At.File)}: {problem.Problem}", problem.Remedy);
}
