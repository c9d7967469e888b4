using System.Text;
using System.Text.Json;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Documents;

/// <summary>Documents from JSONL, JSON and CSV files; each keeps its file and line.</summary>
public sealed class LocalDocuments : IDocumentSource
{
    public DocumentSet Read(DatasetReference dataset, string split, SourcePoint task)
    {
        if (dataset is DatasetReference.Local local) return ReadFiles(Files(local.Files, split, task), local.Format, split);
        string wanted = string.Join(" and ", DataFolder.RelativePaths(dataset, split, task));
        throw new DiagnosticException(
            TaskCodes.UnreadableData, task, $"The split '{split}' of the task's data set is not on this machine.",
            $"Give a data folder that holds {wanted}, or the documents as a local file.");
    }

    /// <summary>All documents of a split's files, numbered through.</summary>
    internal static DocumentSet ReadFiles(IReadOnlyList<string> files, LocalFormat format, string split)
    {
        List<Document> documents = [];
        foreach (string file in files) documents.AddRange(ReadFile(file, format, documents.Count));
        if (documents.Count > 0) return new(documents);
        throw new DiagnosticException(
            TaskCodes.EmptySplit, new(files[0]), $"The split '{split}' holds no document.", "Give a file with documents.");
    }

    /// <summary>The files of one split.</summary>
    internal static IReadOnlyList<string> Files(
        IReadOnlyDictionary<string, IReadOnlyList<string>> files, string split, SourcePoint task) =>
        files.TryGetValue(split, out IReadOnlyList<string>? found)
            ? found
            : throw new DiagnosticException(
                TaskCodes.UnknownSplit, task, $"The task's data has no split '{split}'.", $"Use one of: {string.Join(", ", files.Keys)}.");

    /// <summary>All documents of one file, numbered from <paramref name="firstId"/>.</summary>
    public static IReadOnlyList<Document> ReadFile(string file, LocalFormat format, int firstId = 0)
    {
        string text;
        try
        {
            text = File.ReadAllText(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new DiagnosticException(
                TaskCodes.UnreadableData, new(file), $"The documents cannot be read: {error.Message}", "Name a readable file in UTF-8.");
        }

        if (format == LocalFormat.Csv)
        {
            return [.. CsvRows.Read(text, file).Select((row, i) => new Document(firstId + i, row.Fields, row.At))];
        }

        return text.AsSpan().TrimStart().StartsWith('[') ? ReadArray(text, file, firstId) : ReadLines(text, file, firstId);
    }

    private static List<Document> ReadLines(string text, string file, int firstId)
    {
        List<Document> documents = [];
        int line = 0;
        // Only \n ends a line: a JSON text may hold other line separators, such as U+2028, as they are.
        foreach (Range range in text.AsSpan().Split('\n'))
        {
            line++;
            if (text.AsSpan(range).IsWhiteSpace()) continue;
            SourcePoint at = new(file, line, 1);
            documents.Add(new(firstId + documents.Count, ParseObject(text[range], at), at));
        }

        return documents;
    }

    private static OrderedDictionary<string, object?> ParseObject(string json, SourcePoint at)
    {
        try
        {
            using JsonDocument parsed = JsonDocument.Parse(json, JsonValues.Strict);
            if (parsed.RootElement.ValueKind == JsonValueKind.Object) return JsonValues.Fields(parsed.RootElement);
        }
        catch (JsonException error)
        {
            int column = (int)(error.BytePositionInLine ?? 0) + 1;
            throw Malformed(at with { Line = at.Line + (int)(error.LineNumber ?? 0), Column = column }, "is not valid JSON");
        }
        catch (FormatException error)
        {
            throw Malformed(at, $"cannot be held: {error.Message.TrimEnd('.')}");
        }

        throw Malformed(at, "is not a JSON object");
    }

    private static List<Document> ReadArray(string text, string file, int firstId)
    {
        List<Document> documents = [];
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Utf8JsonReader reader = new(bytes, new JsonReaderOptions { MaxDepth = 64 });
        LineCounter lines = new(bytes);
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                SourcePoint at = new(file, lines.LineAt(reader.TokenStartIndex), 1);
                if (reader.TokenType != JsonTokenType.StartObject) throw Malformed(at, "is not a JSON object");
                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                string json = Encoding.UTF8.GetString(bytes.AsSpan(start, (int)reader.BytesConsumed - start));
                documents.Add(new(firstId + documents.Count, ParseObject(json, at), at));
            }
        }
        catch (JsonException error)
        {
            throw Malformed(new(file, (int)(error.LineNumber ?? 0) + 1, (int)(error.BytePositionInLine ?? 0) + 1), "is not valid JSON");
        }

        return documents;
    }

    private static DiagnosticException Malformed(SourcePoint at, string problem) =>
        new(TaskCodes.MalformedDocument, at, $"The document {problem}.", "Write one JSON object for each document.");

    /// <summary>Counts lines up to ascending positions.</summary>
    private sealed class LineCounter(byte[] bytes)
    {
        private int _position;
        private int _line = 1;

        public int LineAt(long position)
        {
            for (; _position < position; _position++) _line += bytes[_position] == '\n' ? 1 : 0;
            return _line;
        }
    }
}
