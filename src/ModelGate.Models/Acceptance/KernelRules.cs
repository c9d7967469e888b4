using ModelGate.Models.Checkpoints;

namespace ModelGate.Models.Acceptance;

/// <summary>Some scheme of the loader takes each module's format, on this GPU.</summary>
internal sealed class KernelRule() : AcceptanceRule("QG0501", "kernel-path")
{
    public override IEnumerable<AcceptanceFinding> Check(AcceptanceCase plan)
    {
        foreach (PlannedLinear linear in plan.Linears)
        {
            if (linear.Numbers is not { } numbers) continue;
            switch (KernelPath.Of(numbers, plan.Target.Gpu))
            {
                case KernelPath.None none:
                    yield return Error(linear.Name, $"No serving scheme takes it. {none.Reason}", none.Remedy);
                    break;
                case KernelPath.Served { MinimumGpu: null } served:
                    yield return Note(
                        linear.Name, $"On which GPUs {served.Name} runs was not verified.",
                        "Try the serving engine on the GPU that is meant.");
                    break;
            }

            if (numbers.Outputs is not null)
                yield return Warning(
                    linear.Name, "Quantized outputs are not computed by serving engines.", "Leave output_activations empty.");
        }
    }
}

/// <summary>The GPU is new enough, and what a format becomes on an older one is said.</summary>
internal sealed class GpuRule() : AcceptanceRule("QG0502", "compute-capability")
{
    public override IEnumerable<AcceptanceFinding> Check(AcceptanceCase plan)
    {
        foreach (PlannedLinear linear in plan.Linears)
        {
            if (linear.Numbers is not { } numbers || KernelPath.Of(numbers, plan.Target.Gpu) is not KernelPath.Served path) continue;
            AcceptanceFinding? finding = plan.Target.Gpu is { } gpu
                ? ForGpu(linear, numbers, path, gpu)
                : WithoutGpu(linear, numbers, path);
            if (finding is not null) yield return finding;
        }
    }

    private AcceptanceFinding? ForGpu(PlannedLinear linear, LinearFormat numbers, KernelPath.Served path, ComputeCapability gpu)
    {
        if (gpu < path.MinimumGpu)
        {
            return Error(
                linear.Name, $"{path.Name} needs compute capability {path.MinimumGpu}, the target has {gpu}.",
                "Serve it on a newer GPU, or leave the model unquantized.");
        }

        if (numbers.Activations is { Kind: NumberKind.Float } && path.Name.Contains("weight-only", StringComparison.Ordinal))
        {
            string minimum = numbers.Format == LinearFormat.Nvfp4Packed ? KernelPath.Blackwell.ToString() : KernelPath.Ada.ToString();
            return Warning(
                linear.Name,
                $"Below compute capability {minimum} the activations stay unquantized: on {gpu} this is {path.Name}, "
                + "smaller but not faster in prefill.",
                $"Use INT8 W8A8 on this GPU, or serve on compute capability {minimum} or higher.");
        }

        if (path.UsesMarlin && gpu < KernelPath.Ampere)
        {
            return Warning(
                linear.Name, $"Older vLLM releases need compute capability 8.0 for {path.Name}, the target has {gpu}.",
                "Use a current vLLM release, or a newer GPU.");
        }

        return path.Name == "cutlass INT8 W8A8" && gpu >= KernelPath.Blackwell
            ? Warning(
                linear.Name, $"Whether INT8 tensor-core kernels exist for compute capability {gpu} was not verified.",
                "Try the serving engine on this GPU, or use FP8.")
            : null;
    }

    private AcceptanceFinding? WithoutGpu(PlannedLinear linear, LinearFormat numbers, KernelPath.Served path)
    {
        if (path.MinimumGpu is not { } minimum) return null;
        bool fallsBack = numbers.Activations is { Kind: NumberKind.Float }
            && (minimum == KernelPath.Ada || minimum == KernelPath.Blackwell);
        string below = fallsBack ? "; below it is weight-only" : "";
        return Note(
            linear.Name, $"{path.Name} needs compute capability {minimum}{below}.",
            "Name the target's compute-capability to have this checked.");
    }
}

/// <summary>Marlin's tiles and group sizes.</summary>
internal sealed class MarlinRule() : AcceptanceRule("QG0503", "marlin-tiles")
{
    private static readonly int[] GroupSizes = [32, 64, 128];

    public override IEnumerable<AcceptanceFinding> Check(AcceptanceCase plan)
    {
        foreach (IReadOnlyList<PlannedLinear> unit in plan.Units)
        {
            PlannedLinear first = unit[0];
            if (first.Numbers is not { } numbers || KernelPath.Of(numbers, plan.Target.Gpu) is not KernelPath.Served { UsesMarlin: true })
                continue;

            int rows = unit.Sum(plan.RowsOnOneGpu), columns = plan.ColumnsOnOneGpu(first);
            string module = first.FusedName ?? first.Name;
            if (rows % 64 != 0 || columns % 128 != 0)
            {
                yield return Warning(
                    module,
                    $"On each GPU it is {rows} × {columns}; Marlin's tiles take rows in 64s and columns in 128s. "
                    + "Current vLLM pads, older releases refuse.",
                    "Use a current vLLM release, another tensor-parallel size, or ignore these modules.");
            }

            if (numbers.Format == LinearFormat.PackQuantized)
            {
                foreach (AcceptanceFinding finding in CheckPacked(module, numbers.Weights)) yield return finding;
            }
        }
    }

    private IEnumerable<AcceptanceFinding> CheckPacked(string module, NumberFormat weights)
    {
        if (weights.GroupSize is { } group && !GroupSizes.Contains(group))
        {
            yield return Warning(
                module,
                $"Marlin takes groups of 32, 64 or 128, or whole rows; groups of {group} need another kernel, "
                + "which may be missing for BF16.",
                "Use group 32, 64 or 128.");
        }

        if (weights.Bits is not (4 or 8))
            yield return Warning(module, $"{weights.Bits}-bit weights need a kernel that only newer releases have.", "Use 4 or 8 bits.");
        if (!weights.Symmetric)
            yield return Note(
                module, "Zero points can exclude the fastest kernel on some GPUs.", "Prefer symmetric weights where accuracy allows.");
    }
}
