using System.Text.Json;
using System.Text.Unicode;
using ModelGate.Models.Diagnostics;
using ModelGate.Numerics;

namespace ModelGate.Models.Formats;

/// <summary>
/// The header of a safetensors file: u64 length, then JSON that gives each tensor's type, shape and byte range. Nothing is trusted:
/// ranges must tile the data exactly, as the reference reader demands (huggingface/safetensors, tensor.rs).
/// </summary>
/// <param name="Entries">In order of their bytes.</param>
/// <param name="Metadata">The optional <c>__metadata__</c> map.</param>
public sealed record SafetensorsHeader(IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The reference reader's limit on the length of the JSON.</summary>
    public const int MaximumLength = 100_000_000;

    private const string MetadataName = "__metadata__";

    /// <summary>Parses and validates the JSON of a header.</summary>
    /// <param name="json">The header without its 8 length bytes.</param>
    /// <param name="dataLength">Bytes of the file after the header.</param>
    /// <param name="file">For diagnostics.</param>
    /// <exception cref="DiagnosticException">QG0202 to QG0206.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long dataLength, string file)
    {
        if (!Utf8.IsValid(json)) throw Unreadable(file, "is not UTF-8");
        if (json.IsEmpty || json[0] != '{') throw Unreadable(file, "does not begin with '{'");

        try
        {
            var parser = new Parser(json, file);
            SafetensorsHeader header = parser.Parse();
            DemandTiling(header.Entries, dataLength, file);
            return header;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a \u escape that is half of a surrogate pair.
            throw Unreadable(file, $"is not valid JSON ({wrong.Message})");
        }
    }

    private static void DemandTiling(IReadOnlyList<SafetensorsEntry> entries, long dataLength, string file)
    {
        long position = 0;
        foreach (SafetensorsEntry entry in entries)
        {
            if (entry.Begin != position)
            {
                string relation = entry.Begin < position ? "overlaps the tensor before it" : "leaves a gap after the tensor before it";
                throw new DiagnosticException(
                    CheckpointCodes.RangeWrong, new SourcePoint(file),
                    $"Tensor '{entry.Name}' begins at byte {entry.Begin} and {relation}, which ends at {position}.", Rewrite);
            }

            position = entry.End;
        }

        if (position > dataLength)
        {
            throw new DiagnosticException(
                CheckpointCodes.FileTruncated, new SourcePoint(file),
                $"The header describes {position} bytes of data, the file holds {dataLength}: tensor '{entries[^1].Name}' is cut off.",
                "Download or copy the file again.");
        }

        if (position < dataLength)
        {
            throw new DiagnosticException(
                CheckpointCodes.RangeWrong, new SourcePoint(file),
                $"The header describes {position} bytes of data, the file holds {dataLength}.", Rewrite);
        }
    }

    private const string Rewrite = "Download the file again, or write it again with the safetensors library.";

    private static DiagnosticException Unreadable(string file, string problem) =>
        new(CheckpointCodes.HeaderUnreadable, new SourcePoint(file), $"The safetensors header {problem}.", Rewrite);

    /// <summary>One pass over the JSON. Syntax errors leave as <see cref="JsonException"/>, everything else as a diagnostic.</summary>
    private ref struct Parser(ReadOnlySpan<byte> json, string file)
    {
        private Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = 8 });

        public SafetensorsHeader Parse()
        {
            var entries = new List<SafetensorsEntry>();
            var names = new HashSet<string>(StringComparer.Ordinal);
            Dictionary<string, string>? metadata = null;

            Expect(JsonTokenType.StartObject, "header");
            while (ReadPropertyName(out string name))
            {
                if (name == MetadataName && metadata is null) metadata = ParseMetadata();
                else if (name != MetadataName && names.Add(name)) entries.Add(ParseEntry(name));
                else
                {
                    throw new DiagnosticException(
                        CheckpointCodes.NameDuplicate, new SourcePoint(file), $"The header names '{name}' twice.", Rewrite);
                }
            }

            // Reading past the end makes the reader reject anything but white space there.
            reader.Read();
            entries.Sort(static (a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
            return new SafetensorsHeader(entries, metadata ?? []);
        }

        private Dictionary<string, string> ParseMetadata()
        {
            var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            Expect(JsonTokenType.StartObject, MetadataName);
            while (ReadPropertyName(out string key))
            {
                Expect(JsonTokenType.String, $"{MetadataName}.{key}");
                metadata[key] = reader.GetString()!;
            }

            return metadata;
        }

        private SafetensorsEntry ParseEntry(string name)
        {
            DType? type = null;
            long[]? shape = null, offsets = null;
            Expect(JsonTokenType.StartObject, name);
            while (ReadPropertyName(out string key))
            {
                switch (key)
                {
                    case "dtype" when type is null:
                        type = ParseDType(name);
                        break;
                    case "shape" when shape is null:
                        shape = ParseIntegers(name, key, CheckpointCodes.ShapeImpossible);
                        break;
                    case "data_offsets" when offsets is null:
                        offsets = ParseIntegers(name, key, CheckpointCodes.RangeWrong);
                        break;
                    default:
                        throw Unreadable(file, $"has an unexpected or repeated key '{key}' at tensor '{name}'");
                }
            }

            if (type is null || shape is null || offsets is null)
                throw Unreadable(file, $"lacks dtype, shape or data_offsets at tensor '{name}'");
            if (offsets.Length != 2 || offsets[0] > offsets[1])
            {
                throw new DiagnosticException(
                    CheckpointCodes.RangeWrong, new SourcePoint(file),
                    $"Tensor '{name}' has data_offsets [{string.Join(", ", offsets)}]; two ascending numbers are needed.", Rewrite);
            }

            DemandSize(name, type.Value, shape, offsets[1] - offsets[0]);
            return new SafetensorsEntry(name, type.Value, shape, offsets[0], offsets[1]);
        }

        private readonly void DemandSize(string name, DType type, long[] shape, long byteCount)
        {
            // Checked in every order of the dimensions: a zero must not hide that the others overflow.
            long nonZero = type.SizeInBytes;
            bool empty = false;
            foreach (long dimension in shape)
            {
                empty |= dimension == 0;
                if (dimension > 0 && nonZero > long.MaxValue / dimension)
                {
                    throw new DiagnosticException(
                        CheckpointCodes.ShapeImpossible, new SourcePoint(file),
                        $"Tensor '{name}' has shape [{string.Join(", ", shape)}], more elements than a file can hold.", Rewrite);
                }

                nonZero *= Math.Max(dimension, 1);
            }

            long needed = empty ? 0 : nonZero;
            if (needed != byteCount)
            {
                throw new DiagnosticException(
                    CheckpointCodes.RangeWrong, new SourcePoint(file),
                    $"Tensor '{name}' is {type.SafetensorsName}[{string.Join(", ", shape)}], {needed} bytes, its range has {byteCount}.",
                    Rewrite);
            }
        }

        private DType ParseDType(string name)
        {
            Expect(JsonTokenType.String, $"{name}.dtype");
            string text = reader.GetString()!;
            foreach (DType type in Enum.GetValues<DType>())
            {
                if (type.SafetensorsName == text) return type;
            }

            throw new DiagnosticException(
                CheckpointCodes.DTypeUnknown, new SourcePoint(file), $"Tensor '{name}' has dtype '{text}', which is not supported.",
                $"Convert it to one of {string.Join(", ", Enum.GetValues<DType>().Select(type => type.SafetensorsName))}.");
        }

        private long[] ParseIntegers(string name, string key, string code)
        {
            var values = new List<long>(4);
            Expect(JsonTokenType.StartArray, $"{name}.{key}");
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long value) || value < 0)
                {
                    throw new DiagnosticException(
                        code, new SourcePoint(file), $"Tensor '{name}' has a {key} that is not a list of integers from 0 to 2^63 − 1.",
                        Rewrite);
                }

                values.Add(value);
            }

            return [.. values];
        }

        private bool ReadPropertyName(out string name)
        {
            reader.Read();
            name = reader.TokenType == JsonTokenType.PropertyName ? reader.GetString()! : "";
            return reader.TokenType == JsonTokenType.PropertyName;
        }

        private void Expect(JsonTokenType type, string what)
        {
            if (!reader.Read() || reader.TokenType != type) throw Unreadable(file, $"has no {type} where '{what}' begins");
        }
    }
}
