using ModelGate.Models.Checkpoints;

namespace ModelGate.Models.Acceptance;

/// <summary>Keys of <c>quantization_config</c> that some readers refuse.</summary>
internal sealed class ConfigFieldRule() : AcceptanceRule("QG0507", "config-fields")
{
    /// <summary>vLLM 0.10.2 brought compressed-tensors 0.11, which forbids unknown keys; 0.14 brought 0.13, which knows these.</summary>
    private static readonly Version StrictFrom = new(0, 10, 2), KnownFrom = new(0, 14);

    /// <summary>Group order was still loaded before the releases of 2026-09.</summary>
    private static readonly Version GroupOrderRefusedFrom = new(0, 30);

    public override IEnumerable<AcceptanceFinding> Check(AcceptanceCase plan)
    {
        Version? vllm = plan.Target.Vllm;
        foreach (PlannedLinear linear in plan.Linears)
        {
            if (linear.Numbers is not { } numbers) continue;
            foreach (string key in new[] { "scale_dtype", "zp_dtype" })
            {
                bool present = numbers.Weights.Keys.Contains(key) || (numbers.Activations?.Keys.Contains(key) ?? false);
                if (!present || IsBefore(vllm, StrictFrom) || (vllm is not null && vllm >= KnownFrom)) continue;
                string what = $"'{key}' is refused by vLLM {StrictFrom} up to {KnownFrom} as an unknown key.";
                string remedy = $"Leave '{key}' out, or serve with vLLM {KnownFrom} or newer.";
                yield return vllm is null ? Warning(linear.Name, what, remedy) : Error(linear.Name, what, remedy);
            }

            if (numbers.Weights.ActivationOrder is "group" or "dynamic")
            {
                const string What = "The activation order 'group' is refused by current vLLM.";
                const string Remedy = "Quantize again with the activation order 'weight'.";
                yield return IsBefore(vllm, GroupOrderRefusedFrom) ? Warning(linear.Name, What, Remedy) : Error(linear.Name, What, Remedy);
            }
        }

        bool isMixed = plan.Linears.Select(linear => linear.Numbers?.Format).OfType<string>().Distinct(StringComparer.Ordinal).Count() > 1;
        if (isMixed && IsBefore(vllm, StrictFrom))
        {
            yield return Error(
                "", $"Several formats in one checkpoint need vLLM {StrictFrom}, the target has {vllm}.",
                "Use one scheme for all modules, or a newer vLLM.");
        }
    }

    /// <summary>An unknown version is not before any; <see cref="Version"/>'s own operator takes null for the lowest.</summary>
    private static bool IsBefore(Version? version, Version limit) => version is not null && version < limit;
}

/// <summary>What <c>quantization_config</c> says as a whole.</summary>
internal sealed class ConfigObjectRule() : AcceptanceRule("QG0508", "config-object")
{
    public override IEnumerable<AcceptanceFinding> Check(AcceptanceCase plan)
    {
        if (plan.Quantization is not { } config) yield break;
        if (config.HasSparsity)
            yield return Error("", "It names a sparsity scheme, which vLLM no longer loads.", "Write a dense checkpoint.");
        if (config.HasTransforms)
        {
            yield return Error(
                "", "It names rotations (transform_config), which change what the weights mean and are not checked here.",
                "Use a checkpoint without rotations.");
        }

        if (config.Status is not null and not "compressed")
        {
            yield return Warning(
                "", $"'quantization_status' is '{config.Status}'; below 'compressed', loaders expect zero points that are not stored.",
                "Write 'compressed'.");
        }

        foreach (ModulePattern pattern in config.Ignore.OfType<ModulePattern.ClassName>())
            yield return Error(
                "", $"'ignore' has the class name '{pattern.Text}'; vLLM takes names and 're:' patterns there.", "Name the modules.");

        foreach (AcceptanceFinding finding in CheckTargets(plan, config)) yield return finding;
        if (config.KeyValueCache is { } cache) yield return CheckCache(cache);
    }

    private AcceptanceFinding CheckCache(NumberFormat cache)
    {
        bool served = cache is { Bits: 8, Kind: NumberKind.Float, Symmetric: true }
            && cache.Strategy is ScaleStrategy.Tensor or ScaleStrategy.AttentionHead;
        return served
            ? Note(
                "", "Stored KV cache scales are used only if the server starts with --kv-cache-dtype fp8.",
                "Start the server so, or quantize without them.")
            : Error("", $"vLLM has no KV cache as {cache}.", "Use symmetric FP8 with one scale for each tensor.");
    }

    private IEnumerable<AcceptanceFinding> CheckTargets(AcceptanceCase plan, QuantizationConfig config)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (QuantizationGroup group in config.Groups)
        {
            foreach (ModulePattern target in group.Targets)
            {
                if (!seen.Add(target.Text))
                {
                    yield return Error(
                        "", $"The target '{target.Text}' is in two groups; vLLM keeps the last one silently.",
                        "Give each target to one group.");
                }
            }

            // A module's format is the group's own object, so identity tells whom a group reached.
            if (!plan.Linears.Any(linear => ReferenceEquals(linear.Numbers, group.Numbers)))
            {
                string targets = string.Join(", ", group.Targets.Select(target => target.Text));
                yield return Warning(
                    "", $"The targets of '{group.Name}' match no linear layer of this model: {targets}.",
                    "Correct the targets, or remove the group.");
            }
        }
    }
}

/// <summary>The LM head is quantized only on purpose.</summary>
internal sealed class HeadRule() : AcceptanceRule("QG0509", "lm-head")
{
    public override IEnumerable<AcceptanceFinding> Check(AcceptanceCase plan)
    {
        PlannedLinear? head = plan.Linears.FirstOrDefault(linear => linear.IsHead);
        if (head?.Numbers is not null)
        {
            yield return plan.Model is { TieWordEmbeddings: true }
                ? Error(head.Name, "It is the embedding table (tie_word_embeddings), which stays unquantized.", "Leave lm_head out.")
                : Warning(
                    head.Name, "Only recent vLLM releases load a quantized LM head, and only by an explicit target.",
                    "Leave lm_head unquantized.");
        }
        else if (plan.Quantization is { } config && !config.Ignores(DecoderModules.Head)
            && config.Groups.Any(group => group.Targets.Any(target => target.Text == QuantizationConfig.LinearClass)))
        {
            yield return Warning(
                DecoderModules.Head,
                "It is not in 'ignore' while the class Linear is a target: transformers-style loaders take it for quantized.",
                "Add lm_head to 'ignore'.");
        }
    }
}
