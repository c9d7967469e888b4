using System.Text;
using System.Text.Json;
using ModelGate.Measurement.Accuracy.Evaluation;

namespace ModelGate.Gate.Runs;

/// <summary>
/// One model's responses to one task, a JSON line for each finished chunk of documents, on disk before the next chunk starts. A line cut
/// short by a kill is dropped; what stands before it counts.
/// </summary>
internal sealed class ScoreJournal : IEvaluationJournal
{
    /// <summary>In place of a chunk's position: documents that are no chunk of the task's order.</summary>
    private const int Scattered = -1;

    private readonly Dictionary<(int First, int Count), IReadOnlyList<DocumentResponse>> finished = [];
    private readonly Dictionary<int, DocumentResponse> documents = [];

    private readonly string file;

    /// <param name="file">Named by a key over everything that decides the responses.</param>
    public ScoreJournal(string file)
    {
        this.file = file;
        HasEarlier = File.Exists(file);
        Read();
    }

    /// <summary>Whether an earlier run left anything.</summary>
    public bool HasEarlier { get; }

    /// <summary>Documents that had to be asked anew.</summary>
    public int RecordedDocuments { get; private set; }

    public IReadOnlyList<DocumentResponse>? Find(EvaluationChunk chunk) => finished.GetValueOrDefault((chunk.First, chunk.Count));

    public DocumentResponse? FindDocument(int documentId) => documents.GetValueOrDefault(documentId);

    public void Record(EvaluationChunk chunk, IReadOnlyList<DocumentResponse> responses) => Append(chunk.First, responses);

    public void RecordDocuments(IReadOnlyList<DocumentResponse> responses) => Append(Scattered, responses);

    private void Append(int first, IReadOnlyList<DocumentResponse> responses)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        byte[] line = Encoding.UTF8.GetBytes($"{first}\t{responses.Count}\t{ResponseJson.Serialize(responses)}\n");
        using FileStream stream = new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        stream.SetLength(EndOfWholeLines(stream));
        stream.Seek(0, SeekOrigin.End);
        stream.Write(line);
        stream.Flush(flushToDisk: true);
        RecordedDocuments += responses.Count(response => !documents.ContainsKey(response.DocumentId));
        Keep(first, responses);
    }

    private void Read()
    {
        if (!HasEarlier) return;
        foreach (string line in File.ReadLines(file))
        {
            string[] parts = line.Split('\t', 3);
            if (parts.Length != 3 || !int.TryParse(parts[0], out int first) || !int.TryParse(parts[1], out int count)) continue;
            try
            {
                IReadOnlyList<DocumentResponse> responses = ResponseJson.Deserialize(parts[2]);
                if (responses.Count == count) Keep(first, responses);
            }
            catch (JsonException)
            {
                // Cut short by a kill: the chunk is asked again.
            }
        }
    }

    private void Keep(int first, IReadOnlyList<DocumentResponse> responses)
    {
        if (first != Scattered) finished[(first, responses.Count)] = responses;
        foreach (DocumentResponse response in responses) documents[response.DocumentId] = response;
    }

    private static long EndOfWholeLines(FileStream stream)
    {
        for (long end = stream.Length; end > 0; end--)
        {
            stream.Seek(end - 1, SeekOrigin.Begin);
            if (stream.ReadByte() == '\n') return end;
        }

        return 0;
    }
}
