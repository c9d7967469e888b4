using ModelGate.Models.Checkpoints;

namespace ModelGate.Models.Acceptance;

/// <summary>What the rules look at.</summary>
/// <param name="Model">Null where only shapes are known.</param>
/// <param name="Quantization">Null for a plan that is not written yet.</param>
internal sealed record AcceptanceCase(
    IReadOnlyList<PlannedLinear> Linears, ServingTarget Target, ModelConfig? Model, QuantizationConfig? Quantization)
{
    public int TensorParallelSize => Target.TensorParallelSize ?? 1;

    /// <summary>Modules that serving engines compute as one, those that stay alone included.</summary>
    public IReadOnlyList<IReadOnlyList<PlannedLinear>> Units { get; } =
        [.. Linears.GroupBy(linear => linear.FusedName ?? linear.Name, StringComparer.Ordinal).Select(unit => unit.ToArray())];

    /// <summary>Rows of one module on one GPU; key and value heads fewer than GPUs are repeated.</summary>
    public int RowsOnOneGpu(PlannedLinear linear)
    {
        if (!linear.IsColumnParallel) return linear.Rows;
        bool isKeyOrValue = linear.Name.EndsWith(".k_proj", StringComparison.Ordinal)
            || linear.Name.EndsWith(".v_proj", StringComparison.Ordinal);
        if (isKeyOrValue && Model is not null && Model.KeyValueHeadCount < TensorParallelSize) return Model.HeadDim;
        return linear.Rows / TensorParallelSize;
    }

    /// <summary>Columns of one module on one GPU.</summary>
    public int ColumnsOnOneGpu(PlannedLinear linear) => linear.IsRowParallel ? linear.Columns / TensorParallelSize : linear.Columns;
}

/// <summary>One rule of acceptance, from <c>checkpoint-format</c> sections 6 and 8.</summary>
internal abstract class AcceptanceRule(string code, string name)
{
    public abstract IEnumerable<AcceptanceFinding> Check(AcceptanceCase plan);

    protected AcceptanceFinding Error(string module, string what, string remedy) => Make(AcceptanceLevel.Error, module, what, remedy);

    protected AcceptanceFinding Warning(string module, string what, string remedy) => Make(AcceptanceLevel.Warning, module, what, remedy);

    protected AcceptanceFinding Note(string module, string what, string remedy) => Make(AcceptanceLevel.Note, module, what, remedy);

    /// <param name="module">Empty for the checkpoint as a whole.</param>
    private AcceptanceFinding Make(AcceptanceLevel level, string module, string what, string remedy) =>
        new(level, code, name, module.Length == 0 ? [] : [module], what, remedy);
}
