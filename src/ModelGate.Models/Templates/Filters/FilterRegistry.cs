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

    public static FilterFunction? Find(string name, JinjaOptions options)
    {
        if (options.HostFilters.TryGetValue(name, out Func<string, object?>? host)) return OfHost(name, host);
        return name == RegexFilter.Name && options.Host != JinjaHost.EvaluationHarness ? null : s_filters.GetValueOrDefault(name);
    }

    public static TemplateFault Unknown(string name, JinjaOptions options, int offset = -1)
    {
        IEnumerable<string> names = s_filters.Keys.Where(known => Find(known, options) is not null)
            .Concat(options.HostFilters.Keys)
            .Order(StringComparer.Ordinal);
        return TemplateFault.Unsupported($"There is no filter `{name}`", $"Use one of: {string.Join(", ", names)}.", offset);
    }

    private static FilterFunction OfHost(string name, Func<string, object?> filter) => (_, input, arguments) =>
    {
        arguments.Bind(name, 0);
        try
        {
            return ValueConversion.From(filter(TextMethods.RequireText(input, $"The input of `{name}`")));
        }
        catch (FormatException error)
        {
            throw TemplateFault.Operation($"`{name}`: {error.Message.TrimEnd('.')}");
        }
    };

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
