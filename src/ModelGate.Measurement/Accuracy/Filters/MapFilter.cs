using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.Filters;

/// <summary><c>map</c>: replaces each answer by its entry in <c>mapping_dict</c>, else by <c>default_value</c>.</summary>
public sealed class MapFilter : IFilter
{
    public string Name => "map";

    public FilterFunction Bind(PartArguments arguments)
    {
        IReadOnlyDictionary<string, object?> mapping = arguments.Mapping("mapping_dict") ?? new Dictionary<string, object?>();
        string fallback = arguments.Text("default_value") ?? PythonRepr.Str(null);
        arguments.RefuseOthers();
        return (answers, _) =>
            [.. answers.Select(answer => mapping.TryGetValue(answer, out object? mapped) ? PythonRepr.Str(mapped) : fallback)];
    }
}
