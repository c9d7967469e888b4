using System.Text.RegularExpressions;
using ModelGate.Quantization.Modules;

namespace ModelGate.Quantization.CompressedTensors;

/// <summary>
/// Which modules take which scheme, as <c>config_groups</c> and <c>ignore</c> say it. Targets of two groups never overlap.
/// </summary>
internal sealed partial record ConfigGroups(
    IReadOnlyList<(QuantizationScheme Scheme, IReadOnlyList<string> Targets)> Groups, IReadOnlyList<string> Ignore)
{
    /// <summary>The recipe's own scheme is the first group, overrides follow in its order.</summary>
    public static ConfigGroups Of(QuantizationPlan plan, QuantizationRecipe recipe)
    {
        string[] kept = [LinearNames.Head, .. plan.Kept.Select(linear => linear.Name).Where(name => name != LinearNames.Head)];
        string[] ignore = [.. kept, .. Patterns(plan, null)];
        HashSet<QuantizationScheme> used = [.. plan.Modules.Select(module => module.Scheme).OfType<QuantizationScheme>()];
        QuantizationScheme[] schemes =
            [.. recipe.Overrides.Select(entry => entry.Scheme).Prepend(recipe.Scheme).Distinct().Where(used.Contains)];
        return schemes is [var only]
            ? new ConfigGroups([(only, ["Linear"])], ignore)
            : new ConfigGroups([.. schemes.Select(scheme => (scheme, (IReadOnlyList<string>)Patterns(plan, scheme)))], ignore);
    }

    /// <summary>
    /// Patterns that match exactly the modules with a scheme: one for a name that has it in every layer, else the full name.
    /// </summary>
    private static List<string> Patterns(QuantizationPlan plan, QuantizationScheme? scheme)
    {
        List<string> patterns = [];
        foreach (IGrouping<string, PlannedModule> sameName in plan.Modules.GroupBy(module => Suffix(module.Name)))
        {
            PlannedModule[] members = [.. sameName.Where(module => Equals(module.Scheme, scheme))];
            if (members.Length > 1 && members.Length == sameName.Count()) patterns.Add($"re:.*{Regex.Escape(sameName.Key)}$");
            else patterns.AddRange(members.Select(module => module.Name));
        }

        return patterns;
    }

    /// <summary>The name after its last number, such as <c>self_attn.q_proj</c>.</summary>
    private static string Suffix(string module) => LastNumber().Replace(module, "");

    [GeneratedRegex(@"^.*\.\d+\.", RegexOptions.CultureInvariant)]
    private static partial Regex LastNumber();
}
