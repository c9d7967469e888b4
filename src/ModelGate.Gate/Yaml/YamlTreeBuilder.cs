using ModelGate.Models.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ModelGate.Gate.Yaml;

/// <summary>One pass over the events of one file.</summary>
internal sealed class YamlTreeBuilder(string text, string file, YamlProblems problems)
{
    /// <summary>Nested aliases can stand for far more nodes than the file has bytes.</summary>
    private const int MostNodes = 1_000_000;

    private const int DeepestNesting = 200;

    private readonly IParser _parser = new Parser(new StringReader(text));
    private readonly string[] _lines = text.Split('\n');
    private readonly Dictionary<string, YamlNode?> _anchors = new(StringComparer.Ordinal);

    /// <summary>The document's node; a file without one gives a null scalar.</summary>
    public YamlNode Build()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _)) return new YamlScalar(new(file, 1, 1), new(file, 1, 1), null, "", YamlScalarStyle.Plain);
        _parser.Consume<DocumentStart>();
        YamlNode root = ReadNode(depth: 0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out DocumentStart? second))
        {
            problems.Add(problems.Codes.Syntax, At(second), "The file holds a second document.", "Keep one document in a file.");
        }

        return root;
    }

    private YamlNode ReadNode(int depth)
    {
        if (depth > DeepestNesting)
        {
            throw Unacceptable(_parser.Current!, $"The nesting is deeper than {DeepestNesting} levels.", "Write the file flatter.");
        }

        if (_parser.TryConsume<AnchorAlias>(out AnchorAlias? alias)) return Resolve(alias);
        NodeEvent start = (NodeEvent)_parser.Current!;
        string? anchor = start.Anchor.IsEmpty ? null : start.Anchor.Value;
        if (anchor is not null) _anchors[anchor] = null;
        YamlNode node = start switch
        {
            Scalar => ReadScalar(),
            SequenceStart => ReadSequence(depth),
            _ => ReadMapping(depth),
        };
        if (anchor is not null) _anchors[anchor] = node;
        return node;
    }

    private YamlNode Resolve(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out YamlNode? node))
        {
            throw Unacceptable(alias, $"The alias *{alias.Value} names no anchor above it.", "Define the anchor before its use.");
        }

        return node ?? throw Unacceptable(alias, $"The alias *{alias.Value} stands inside its own anchor.", "Write the value out.");
    }

    private YamlScalar ReadScalar()
    {
        Scalar scalar = _parser.Consume<Scalar>();
        YamlScalarStyle style = scalar.Style switch
        {
            ScalarStyle.SingleQuoted => YamlScalarStyle.SingleQuoted,
            ScalarStyle.DoubleQuoted => YamlScalarStyle.DoubleQuoted,
            ScalarStyle.Literal => YamlScalarStyle.Literal,
            ScalarStyle.Folded => YamlScalarStyle.Folded,
            _ => YamlScalarStyle.Plain,
        };
        return new(At(scalar), ContentAt(scalar, style), Tag(scalar), scalar.Value, style);
    }

    private YamlSequence ReadSequence(int depth)
    {
        SequenceStart start = _parser.Consume<SequenceStart>();
        List<YamlNode> items = [];
        long size = 1;
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth + 1));
            size += items[^1].Size;
        }

        return new(At(start), Tag(start), items, Bounded(size, start));
    }

    private YamlMapping ReadMapping(int depth)
    {
        MappingStart start = _parser.Consume<MappingStart>();
        List<YamlEntry> entries = [];
        List<YamlEntry> merges = [];
        Dictionary<string, YamlScalar> seen = new(StringComparer.Ordinal);
        long size = 1;
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            ParsingEvent keyEvent = _parser.Current!;
            if (ReadNode(depth + 1) is not YamlScalar key)
            {
                // An unquoted {{template}} is read as a mapping whose key is a mapping.
                throw Unacceptable(
                    keyEvent, "A key is a list or a mapping.", "Use a text as key; put quotes around a value that starts with '{{'.");
            }

            YamlEntry entry = new(key, ReadNode(depth + 1));
            size += entry.Value.Size + 1;
            if (key is { IsPlain: true, Value: "<<" }) merges.Add(entry);
            else if (seen.TryAdd(key.Value, key)) entries.Add(entry);
            else
            {
                problems.Add(
                    problems.Codes.DuplicateKey, key.At, $"The key '{key.Value}' stands twice: first in line {seen[key.Value].At.Line}.",
                    "Remove one.");
            }
        }

        foreach (YamlEntry merge in merges) size += Merge(merge, entries, seen);
        return new(At(start), Tag(start), entries, start.Style == MappingStyle.Flow, Bounded(size, start));
    }

    /// <summary>Adds the merged mappings' entries whose keys are not there yet; returns the nodes added.</summary>
    private long Merge(YamlEntry merge, List<YamlEntry> entries, Dictionary<string, YamlScalar> seen)
    {
        long added = 0;
        IReadOnlyList<YamlNode> sources = merge.Value is YamlSequence several ? several.Items : [merge.Value];
        foreach (YamlNode source in sources)
        {
            if (source is not YamlMapping mapping)
            {
                problems.Add(
                    problems.Codes.Syntax, merge.Key.At, $"'<<' merges {source.Describe()}.",
                    "Give it an alias of a mapping, or a list of such aliases.");
                continue;
            }

            foreach (YamlEntry entry in mapping.Entries.Where(entry => seen.TryAdd(entry.Key.Value, entry.Key)))
            {
                entries.Add(entry);
                added += entry.Value.Size + 1;
            }
        }

        return added;
    }

    private int Bounded(long size, ParsingEvent at) =>
        size <= MostNodes
            ? (int)size
            : throw Unacceptable(at, "The aliases of this value expand to more than a million nodes.", "Use fewer aliases.");

    private SourcePoint ContentAt(Scalar scalar, YamlScalarStyle style)
    {
        int line = (int)scalar.Start.Line, column = (int)scalar.Start.Column;
        if (style is YamlScalarStyle.SingleQuoted or YamlScalarStyle.DoubleQuoted) return new(file, line, column + 1);
        if (style == YamlScalarStyle.Plain) return new(file, line, column);
        for (int next = line; next < _lines.Length; next++)
        {
            string content = _lines[next].TrimEnd('\r');
            int indentation = content.Length - content.TrimStart(' ').Length;
            if (indentation < content.Length) return new(file, line + 1, indentation + 1);
        }

        return new(file, line, column);
    }

    private static string? Tag(NodeEvent node) => node.Tag.IsEmpty ? null : node.Tag.Value;

    private SourcePoint At(ParsingEvent parsed) => new(file, (int)parsed.Start.Line, (int)parsed.Start.Column);

    private DiagnosticException Unacceptable(ParsingEvent at, string problem, string remedy) =>
        new([.. problems.Found, new(problems.Codes.Syntax, At(at), problem, remedy)]);
}
