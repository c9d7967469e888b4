using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Yaml;

/// <summary>A node of a YAML file that still knows where it was written. Exactly three kinds: scalar, sequence, mapping.</summary>
public abstract class YamlNode
{
    private protected YamlNode(SourcePoint at, string? tag, int size)
    {
        At = at;
        Tag = tag;
        Size = size;
    }

    public SourcePoint At { get; }

    /// <summary>An explicit tag as written, such as <c>!function</c>; null where there is none.</summary>
    public string? Tag { get; }

    /// <summary>Number of nodes a walk through this one meets, aliases counted each time.</summary>
    internal int Size { get; }

    /// <summary>Such as <c>the text 'abc'</c> or <c>a list</c>, for the problem of a diagnostic.</summary>
    public abstract string Describe();
}

/// <summary>How a scalar was written: only a plain one can stand for a number, a boolean or null.</summary>
public enum YamlScalarStyle
{
    Plain,
    SingleQuoted,
    DoubleQuoted,

    /// <summary>A <c>|</c> block.</summary>
    Literal,

    /// <summary>A <c>&gt;</c> block.</summary>
    Folded,
}

/// <summary>A single value, its text unresolved: <c>"1"</c> and <c>1</c> differ by <see cref="Style"/>.</summary>
public sealed class YamlScalar : YamlNode
{
    internal YamlScalar(SourcePoint at, SourcePoint contentAt, string? tag, string value, YamlScalarStyle style)
        : base(at, tag, size: 1)
    {
        ContentAt = contentAt;
        Value = value;
        Style = style;
    }

    public string Value { get; }

    public YamlScalarStyle Style { get; }

    /// <summary>Where the first character of <see cref="Value"/> stands: behind the quote, or on the first line of the block.</summary>
    public SourcePoint ContentAt { get; }

    public bool IsPlain => Style == YamlScalarStyle.Plain;

    public bool IsNull => IsPlain && Tag is null && Value is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>The same with another text.</summary>
    internal YamlScalar With(string value) => value == Value ? this : new(At, ContentAt, Tag, value, Style);

    public override string Describe() =>
        IsNull ? "nothing" : Value.Length <= 40 ? $"'{Value}'" : $"'{Value.AsSpan(0, 37)}...'";
}

public sealed class YamlSequence : YamlNode
{
    internal YamlSequence(SourcePoint at, string? tag, IReadOnlyList<YamlNode> items, int size)
        : base(at, tag, size) => Items = items;

    public IReadOnlyList<YamlNode> Items { get; }

    internal YamlSequence With(IReadOnlyList<YamlNode> items) => new(At, Tag, items, Size);

    public override string Describe() => "a list";
}

/// <summary>A key that is a scalar, and its value.</summary>
public sealed record YamlEntry(YamlScalar Key, YamlNode Value);

/// <summary>Entries in the order of the file, keys unique; merge keys (<c>&lt;&lt;</c>) are already applied.</summary>
public sealed class YamlMapping : YamlNode
{
    private readonly Dictionary<string, YamlEntry> _byKey;

    internal YamlMapping(SourcePoint at, string? tag, IReadOnlyList<YamlEntry> entries, bool isFlow, int size)
        : base(at, tag, size)
    {
        Entries = entries;
        IsFlow = isFlow;
        _byKey = entries.ToDictionary(entry => entry.Key.Value, StringComparer.Ordinal);
    }

    public IReadOnlyList<YamlEntry> Entries { get; }

    /// <summary>Written with braces; an unquoted <c>{{template}}</c> ends up as one.</summary>
    public bool IsFlow { get; }

    public YamlNode? this[string key] => Find(key)?.Value;

    public YamlEntry? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>The same with other entries, their keys unique.</summary>
    internal YamlMapping With(IReadOnlyList<YamlEntry> entries) => new(At, Tag, entries, IsFlow, Size);

    /// <summary>The same with another value under a key that it has.</summary>
    internal YamlMapping With(string key, YamlNode value) =>
        With([.. Entries.Select(entry => entry.Key.Value == key ? entry with { Value = value } : entry)]);

    internal YamlMapping Without(string key) => With([.. Entries.Where(entry => entry.Key.Value != key)]);

    /// <summary>These entries, and under them those of <paramref name="under"/> whose keys are not among them.</summary>
    internal YamlMapping Over(YamlMapping under) => With(
    [
        .. under.Entries.Select(entry => Find(entry.Key.Value) ?? entry),
        .. Entries.Where(entry => under[entry.Key.Value] is null),
    ]);

    public override string Describe() => "a mapping";
}
