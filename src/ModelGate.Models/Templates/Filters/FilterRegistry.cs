using System.Collections.Frozen;
using ModelGate.Models.Templates.Evaluation;
using ModelGate.Models.Templates.Values;

namespace ModelGate.Models.Templates.Filters;

internal delegate Value FilterFunction(Runtime runtime, Value input, Arguments arguments);

/// <summary>All filters by name.</summary>
internal static class FilterRegistry
{
    private static readonly FrozenDictionary<string, FilterFunction> s_filters =
        Merge(TextFilters.All, NumberFilters.All, SequenceFilters.All, SelectionFilters.All, JsonFilters.All);

    public static FilterFunction? Find(string name, JinjaHost host) =>
        name == RegexFilter.Name && host != JinjaHost.EvaluationHarness ? null : s_filters.GetValueOrDefault(name);

    public static TemplateFault Unknown(string name, JinjaHost host, int offset = -1)
    {
        IEnumerable<string> names = s_filters.Keys.Where(known => Find(known, host) is not null).Order(StringComparer.Ordinal);
        return TemplateFault.Unsupported($"There is no filter `{name}`", $"Use one of: {string.Join(", ", names)}.", offset);
    }

    private static FrozenDictionary<string, FilterFunction> Merge(params ReadOnlySpan<IReadOnlyDictionary<string, FilterFunction>> groups)
    {
        Dictionary<string, FilterFunction> all = new(StringComparer.Ordinal) { [RegexFilter.Name] = RegexFilter.Apply };
        foreach (IReadOnlyDictionary<string, FilterFunction> group in groups)
        {
            foreach ((string name, FilterFunction filter) in group) all.Add(name, filter);
        }

        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
