namespace ModelGate.Models.Templates.Values;

/// <summary>The arguments of one call: first those by position, then those by name.</summary>
internal sealed record Arguments(IReadOnlyList<Value> Positional, IReadOnlyList<KeyValuePair<string, Value>> Named)
{
    public static Arguments Empty { get; } = new([], []);

    public Arguments From(int position) => new([.. Positional.Skip(position)], Named);

    /// <summary>Matches the arguments with parameters; a parameter without an argument is null.</summary>
    /// <param name="function">Named in errors.</param>
    /// <param name="required">The first so many parameters must have an argument.</param>
    public Value?[] Bind(string function, int required, params ReadOnlySpan<string> parameters)
    {
        if (Positional.Count > parameters.Length)
        {
            throw TemplateFault.Operation($"`{function}` takes at most {parameters.Length} arguments, not {Positional.Count}");
        }

        Value?[] bound = new Value?[parameters.Length];
        for (int i = 0; i < Positional.Count; i++) bound[i] = Positional[i];
        foreach ((string name, Value value) in Named)
        {
            int index = parameters.IndexOf(name);
            if (index < 0) throw TemplateFault.Operation($"`{function}` has no parameter `{name}`");
            if (bound[index] is not null) throw TemplateFault.Operation($"`{function}` got `{name}` twice");
            bound[index] = value;
        }

        for (int i = 0; i < required; i++)
        {
            if (bound[i] is null) throw TemplateFault.Operation($"`{function}` needs the argument `{parameters[i]}`");
        }

        return bound;
    }
}
