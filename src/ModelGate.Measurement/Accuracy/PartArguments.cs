using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy;

/// <summary>Takes a part's arguments by name; <see cref="RefuseOthers"/> then reports those it does not have.</summary>
public sealed class PartArguments(PartSpec part)
{
    private readonly List<string> _known = [];

    public PartSpec Part { get; } = part;

    public string? Text(string name) => Take<string>(name, "a text");

    public bool Flag(string name) =>
        Find(name) is { } argument && (argument.Value as bool? ?? throw Wrong(name, argument, "true or false"));

    public long? Integer(string name) =>
        Find(name) is { } argument ? argument.Value as long? ?? throw Wrong(name, argument, "a whole number") : null;

    /// <summary>A list of texts; a single text is a list of one.</summary>
    public IReadOnlyList<string> Texts(string name) => Find(name) switch
    {
        null => [],
        { Value: string one } => [one],
        { Value: IReadOnlyList<object?> several } argument when several.All(item => item is string) => [.. several.Cast<string>()],
        { } argument => throw Wrong(name, argument, "a list of texts"),
    };

    public IReadOnlyDictionary<string, object?>? Mapping(string name) => Take<IReadOnlyDictionary<string, object?>>(name, "a mapping");

    public void RefuseOthers()
    {
        foreach ((string name, PartArgument argument) in Part.Arguments)
        {
            if (_known.Contains(name)) continue;
            string remedy = _known.Count == 0 ? "Remove it." : $"Use one of: {string.Join(", ", _known)}.";
            throw new DiagnosticException(TaskCodes.UnknownKey, argument.At, $"'{Part.Name}' has no argument '{name}'.", remedy);
        }
    }

    /// <summary>A diagnostic at the argument's place.</summary>
    public DiagnosticException Wrong(string name, PartArgument argument, string expected) => new(
        TaskCodes.WrongValue, argument.At, $"The argument '{name}' of '{Part.Name}' must be {expected}.", "Correct the value.");

    public SourcePoint PlaceOf(string name) => Part.Arguments.TryGetValue(name, out PartArgument? argument) ? argument.At : Part.At;

    private T? Take<T>(string name, string expected)
        where T : class
    {
        if (Find(name) is not { } argument) return null;
        return argument.Value as T ?? throw Wrong(name, argument, expected);
    }

    private PartArgument? Find(string name)
    {
        _known.Add(name);
        return Part.Arguments.TryGetValue(name, out PartArgument? argument) && argument.Value is not null ? argument : null;
    }
}
