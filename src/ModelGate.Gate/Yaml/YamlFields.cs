
namespace ModelGate.Gate.Yaml;

/// <summary>
/// Takes a mapping's values by key. Every key asked for is a known key; <see cref="RefuseOthers"/> then reports those nobody asked for,
/// each with the nearest known one. An absent key gives null; so does a wrong value, which is reported.
/// </summary>
/// <param name="what">Names the mapping in problems, such as <c>the gate</c>.</param>
public sealed class YamlFields(YamlMapping mapping, YamlProblems problems, string what)
{
    private readonly List<string> _known = [];
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public YamlMapping Mapping { get; } = mapping;

    public YamlProblems Problems { get; } = problems;

    public YamlNode? Node(string key)
    {
        if (_asked.Add(key)) _known.Add(key);
        return Mapping[key];
    }

    public bool Has(string key) => Node(key) is not null;

    public string? Text(string key) => Node(key)?.AsText(Problems, Quoted(key));

    public IReadOnlyList<string>? Texts(string key) => Node(key)?.AsTexts(Problems, Quoted(key));

    public bool? Flag(string key) => Node(key)?.AsFlag(Problems, Quoted(key));

    public long? Integer(string key, long least = long.MinValue, long most = long.MaxValue) =>
        Node(key)?.AsInteger(Problems, Quoted(key), least, most);

    public double? Number(string key, double least = double.NegativeInfinity, double most = double.PositiveInfinity) =>
        Node(key)?.AsNumber(Problems, Quoted(key), least, most);

    public YamlMapping? MappingOf(string key) => Node(key)?.AsMapping(Problems, Quoted(key));

    public YamlFields? Fields(string key) => MappingOf(key) is { } inner ? new(inner, Problems, Quoted(key)) : null;

    public YamlSequence? List(string key) => Node(key)?.AsList(Problems, Quoted(key));

    /// <summary>One of a closed set of words; another is a problem that names the nearest.</summary>
    public T? Choice<T>(string key, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        if (Text(key) is not { } word) return null;
        if (words.TryGetValue(word, out T value)) return value;
        string nearest = NearestKey.Of(word, words.Keys) is { } near ? $"Did you mean '{near}'? " : "";
        Problems.WrongValue(
            Node(key)!, $"'{key}' is '{word}', which is not known.", $"{nearest}Use one of: {string.Join(", ", words.Keys)}.");
        return null;
    }

    /// <summary>Reports the key as missing when it is absent.</summary>
    /// <returns>Whether it is there.</returns>
    public bool Require(string key)
    {
        if (Has(key)) return true;
        Problems.Add(Problems.Codes.MissingKey, Mapping.At, $"{Capital(what)} has no '{key}'.", $"Add '{key}'.");
        return false;
    }

    /// <summary>Keys that are allowed and not read.</summary>
    public void Ignore(params IReadOnlyList<string> keys)
    {
        foreach (string key in keys) _asked.Add(key);
    }

    /// <summary>Reports each key that was never asked for. Call it last.</summary>
    public void RefuseOthers()
    {
        foreach (YamlEntry entry in Mapping.Entries.Where(entry => !_asked.Contains(entry.Key.Value)))
        {
            string remedy = NearestKey.Of(entry.Key.Value, _known) is { } near
                ? $"Did you mean '{near}'?"
                : _known.Count == 0 ? "Remove it." : $"Use one of: {string.Join(", ", _known)}.";
            Problems.Add(Problems.Codes.UnknownKey, entry.Key.At, $"{Capital(what)} has no key '{entry.Key.Value}'.", remedy);
        }
    }

    private static string Quoted(string key) => $"'{key}'";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
