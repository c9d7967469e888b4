using ModelGate.Models.Checkpoints;

namespace ModelGate.Models.Acceptance;

/// <summary>Groups divide a row.</summary>
internal sealed class GroupRule() : AcceptanceRule("QG0504", "group-divides-width")
{
    private static readonly int[] UsualSizes = [128, 64, 32];

    public override IEnumerable<AcceptanceFinding> Check(AcceptanceCase plan)
    {
        foreach (PlannedLinear linear in plan.Linears)
        {
            if (linear.Numbers?.Weights.GroupSize is not { } group || linear.Columns % group == 0) continue;
            int[] usable = [.. UsualSizes.Where(size => linear.Columns % size == 0)];
            string remedy = usable.Length > 0
                ? $"Use group {string.Join(" or ", usable)}, or ignore the module."
                : "Use one scale for each row, or ignore the module.";
            yield return Error(linear.Name, $"Group size {group} does not divide its input width {linear.Columns}.", remedy);
        }
    }
}

/// <summary>q, k and v, and gate and up, become one layer: they need one format.</summary>
internal sealed class FusedUnitRule() : AcceptanceRule("QG0505", "fused-unit")
{
    public override IEnumerable<AcceptanceFinding> Check(AcceptanceCase plan)
    {
        foreach (IReadOnlyList<PlannedLinear> unit in plan.Units)
        {
            if (unit[0].FusedName is not { } fused) continue;
            string[] formats = [.. unit.Select(linear => linear.Numbers?.ToString() ?? "unquantized").Distinct(StringComparer.Ordinal)];
            if (formats.Length > 1)
            {
                yield return Error(
                    fused, $"It is computed as one layer, but its parts differ: {string.Join("; ", formats)}.",
                    "Give q, k and v, and likewise gate and up, the same scheme, or ignore all of them.");
            }
            else if (unit.Count > 1 && unit[0].Numbers?.Weights is { Kind: NumberKind.Float, Strategy: ScaleStrategy.Tensor })
            {
                yield return Warning(
                    fused, "vLLM requantizes its parts to their largest scale, which adds error.", "Use one scale for each channel.");
            }
        }
    }
}

/// <summary>Each GPU's part still has whole groups, blocks and words.</summary>
internal sealed class TensorParallelRule() : AcceptanceRule("QG0506", "tensor-parallel-split")
{
    public override IEnumerable<AcceptanceFinding> Check(AcceptanceCase plan)
    {
        bool quantized = plan.Linears.Any(linear => linear.Numbers is not null);
        if (plan.Target.TensorParallelSize is null && quantized)
        {
            yield return Note(
                "", "The tensor-parallel size is not given; splits over several GPUs were not checked.",
                "Name the target's tensor-parallel-size to have this checked.");
        }

        int gpus = plan.TensorParallelSize;
        if (plan.Model is { } model && gpus > 1)
        {
            bool headsSplit = model.HeadCount % gpus == 0
                && (model.KeyValueHeadCount % gpus == 0 || gpus % model.KeyValueHeadCount == 0);
            if (!headsSplit)
            {
                yield return Error(
                    "", $"{model.HeadCount} query and {model.KeyValueHeadCount} key-value heads do not split over {gpus} GPUs.",
                    "Use a tensor-parallel size that divides the heads.");
                yield break;
            }
        }

        foreach (PlannedLinear linear in plan.Linears)
        {
            if (linear.Numbers is not { } numbers) continue;
            AcceptanceFinding? finding = linear.IsRowParallel ? CheckColumns(linear, numbers.Weights, gpus)
                : linear.IsColumnParallel ? CheckRows(linear, numbers.Weights, plan)
                : null;
            if (finding is not null) yield return finding;
        }
    }

    private AcceptanceFinding? CheckColumns(PlannedLinear linear, NumberFormat weights, int gpus)
    {
        (int unit, string what) = weights.Strategy == ScaleStrategy.Block ? (weights.BlockShape[1], "blocks")
            : weights.GroupSize is { } group ? (group, "groups")
            : (1, "columns");

        // One GPU: GroupRule speaks of groups already, and ragged blocks are tolerated.
        if (gpus == 1 || linear.Columns % ((long)gpus * unit) == 0) return null;
        return Error(
            linear.Name, $"Its {linear.Columns} inputs do not split over {gpus} GPUs into whole {what} of {unit}.",
            "Use a smaller group size, one scale for each row, or another tensor-parallel size.");
    }

    private AcceptanceFinding? CheckRows(PlannedLinear linear, NumberFormat weights, AcceptanceCase plan)
    {
        int gpus = plan.TensorParallelSize, rows = plan.RowsOnOneGpu(linear);
        bool isRepeated = (long)rows * gpus > linear.Rows;
        if (!isRepeated && linear.Rows % gpus != 0)
        {
            return Error(
                linear.Name, $"Its {linear.Rows} outputs do not split over {gpus} GPUs.", "Use a tensor-parallel size that divides them.");
        }

        if (weights.Strategy == ScaleStrategy.Block && rows % weights.BlockShape[0] != 0 && (gpus > 1 || !IsLastPart(linear)))
        {
            return Error(
                linear.Name, $"Its {rows} outputs on each GPU are not whole blocks of {weights.BlockShape[0]}.",
                "Use one scale for each channel, or another tensor-parallel size.");
        }

        return !weights.Symmetric && rows % 8 != 0
            ? Error(
                linear.Name, $"Its {rows} outputs on each GPU are not whole words of 8 zero points.",
                "Use symmetric weights, or another tensor-parallel size.")
            : null;
    }

    /// <summary>The last part of a merged layer may end in a ragged block.</summary>
    private static bool IsLastPart(PlannedLinear linear) =>
        linear.Name.EndsWith(".v_proj", StringComparison.Ordinal) || linear.Name.EndsWith(".up_proj", StringComparison.Ordinal);
}
