using System.Text;
using System.Text.Json;
using ModelGate.Measurement.Accuracy.Evaluation;

namespace ModelGate.Gate.Runs;

/// <summary>
/// One model's responses to one task, a JSON line for each finished chunk of documents, on disk before the next chunk starts. A line cut
/// short by a kill is dropped; what stands before it counts.
/// </summary>
/// <param name="file">Named by a key over everything that decides the responses.</param>
internal sealed class ScoreJournal(string file) : IEvaluationJournal
{
    private readonly Dictionary<(int First, int Count), IReadOnlyList<DocumentResponse>> finished = Read(file);

    /// <summary>Whether an earlier run left anything.</summary>
    public bool HasEarlier { get; } = File.Exists(file);

    /// <summary>Documents that had to be asked anew.</summary>
    public int RecordedDocuments { get; private set; }

    public IReadOnlyList<DocumentResponse>? Find(EvaluationChunk chunk) => finished.GetValueOrDefault((chunk.First, chunk.Count));

    public void Record(EvaluationChunk chunk, IReadOnlyList<DocumentResponse> responses)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        byte[] line = Encoding.UTF8.GetBytes($"{chunk.First}\t{chunk.Count}\t{ResponseJson.Serialize(responses)}\n");
        using FileStream stream = new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        stream.SetLength(EndOfWholeLines(stream));
        stream.Seek(0, SeekOrigin.End);
        stream.Write(line);
        stream.Flush(flushToDisk: true);
        finished[(chunk.First, chunk.Count)] = responses;
        RecordedDocuments += chunk.Count;
    }

    private static Dictionary<(int, int), IReadOnlyList<DocumentResponse>> Read(string file)
    {
        Dictionary<(int, int), IReadOnlyList<DocumentResponse>> chunks = [];
        if (!File.Exists(file)) return chunks;
        foreach (string line in File.ReadLines(file))
        {
            string[] parts = line.Split('\t', 3);
            if (parts.Length != 3 || !int.TryParse(parts[0], out int first) || !int.TryParse(parts[1], out int count)) continue;
            try
            {
                IReadOnlyList<DocumentResponse> responses = ResponseJson.Deserialize(parts[2]);
                if (responses.Count == count) chunks[(first, count)] = responses;
            }
            catch (JsonException)
            {
                // Cut short by a kill: the chunk is asked again.
            }
        }

        return chunks;
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
