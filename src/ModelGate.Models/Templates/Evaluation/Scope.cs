using ModelGate.Models.Templates.Values;

namespace ModelGate.Models.Templates.Evaluation;

/// <summary>Names to values; what is not here is looked up outside, what is set is set here.</summary>
internal sealed class Scope(Scope? outer)
{
    private readonly Dictionary<string, Value> _values = new(StringComparer.Ordinal);

    public Value? Find(string name)
    {
        for (Scope? scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope._values.TryGetValue(name, out Value? value)) return value;
        }

        return null;
    }

    public void Set(string name, Value value) => _values[name] = value;

    private Scope? Outer { get; } = outer;
}
