using ModelGate.Quantization;
using ModelGate.Quantization.Observers;
using ModelGate.Quantization.Quantizers;

namespace ModelGate.Gate.Policies;

/// <summary>A recipe as a user spells it, in a policy or on the command line; null takes the scheme's default.</summary>
public sealed record RecipeOptions(string Scheme)
{
    public string? Algorithm { get; init; }

    public int? Group { get; init; }

    public string? Observer { get; init; }

    public string? ActOrder { get; init; }

    public double? Damping { get; init; }

    /// <summary>0 to 1; null is off.</summary>
    public double? SmoothQuantAlpha { get; init; }

    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Pattern and scheme name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Overrides { get; init; } = [];

    /// <summary>The recipe these options mean. Each contradiction is reported with the option it concerns.</summary>
    /// <param name="report">Receives option name, problem and remedy; the option keeps its default then.</param>
    public QuantizationRecipe Build(Catalog catalog, RecipeProblem report)
    {
        if (Find(catalog.Schemes, s => s.Name, Scheme, "scheme", report) is not { } scheme) return catalog.Schemes[0].DefaultRecipe;
        QuantizationRecipe recipe = scheme.DefaultRecipe;
        if (Group is { } group) recipe = recipe with { Scheme = WithGroup(scheme, group, report) };
        if (Algorithm is not null && Find(catalog.Quantizers, q => q.Name, Algorithm, "algorithm", report) is { } quantizer)
        {
            recipe = recipe with
            {
                Quantizer = quantizer,
                ActivationOrder = quantizer is Gptq ? recipe.ActivationOrder : ActivationOrder.None,
            };
        }

        if (Observer is not null && Find(catalog.Observers, o => o.Name, Observer, "observer", report) is { } observer)
        {
            recipe = recipe with { Observer = observer };
        }

        recipe = WithGptqSettings(recipe, report);
        if (SmoothQuantAlpha is not null && recipe.Scheme.Activations is null)
        {
            report("smoothquant",
                $"SmoothQuant moves difficulty from activations to weights, but {scheme.Name} does not quantize activations.",
                "Remove 'smoothquant'.");
        }

        return recipe with
        {
            SmoothQuantAlpha = SmoothQuantAlpha,
            Ignore = Ignore,
            Overrides =
            [
                .. from pair in Overrides
                   let other = Find(catalog.Schemes, s => s.Name, pair.Value, "override", report)
                   where other is not null
                   select new SchemeOverride(pair.Key, other),
            ],
        };
    }

    private static T? Find<T>(IReadOnlyList<T> parts, Func<T, string> name, string wanted, string option, RecipeProblem report)
        where T : class
    {
        if (parts.FirstOrDefault(part => name(part) == wanted) is { } found) return found;
        report(option, $"'{option}' is '{wanted}', which is not known.", $"Use one of: {string.Join(", ", parts.Select(name))}.");
        return null;
    }

    private static QuantizationScheme WithGroup(QuantizationScheme scheme, int group, RecipeProblem report)
    {
        if (group < 32 || !int.IsPow2(group))
        {
            report("group", $"'group' is {group}, which is not a power of two from 32.", "Use 32, 64 or 128.");
            return scheme;
        }

        if (scheme.WithGroupSize(group) is { } grouped) return grouped;
        report("group", $"Scheme {scheme.Name} has no groups: its scales are {scheme.Granularity}.", "Remove 'group'.");
        return scheme;
    }

    private QuantizationRecipe WithGptqSettings(QuantizationRecipe recipe, RecipeProblem report)
    {
        if (recipe.Quantizer is not Gptq)
        {
            foreach ((string option, bool given) in
                (ReadOnlySpan<(string, bool)>)[("actorder", ActOrder is not null), ("damping", Damping is not null)])
            {
                if (!given) continue;
                report(
                    option, $"'{option}' belongs to GPTQ, but the algorithm is {recipe.Quantizer.Name}.",
                    $"Remove '{option}', or use the algorithm gptq.");
            }

            return recipe;
        }

        if (ActOrder is not null)
        {
            recipe = recipe with { ActivationOrder = ActOrder == "weight" ? ActivationOrder.Weight : ActivationOrder.None };
        }

        return Damping is { } damping ? recipe with { Damping = damping } : recipe;
    }
}

/// <param name="option">Name of the option, as policies spell it.</param>
public delegate void RecipeProblem(string option, string problem, string remedy);
