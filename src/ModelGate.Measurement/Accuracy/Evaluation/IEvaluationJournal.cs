namespace ModelGate.Measurement.Accuracy.Evaluation;

/// <summary>A run of documents of one task.</summary>
/// <param name="Fingerprint">Of all prompts and settings: <see cref="PreparedTask.AskedFingerprint"/>.</param>
/// <param name="First">Position among the task's evaluated documents.</param>
public sealed record EvaluationChunk(string Task, string Fingerprint, int First, int Count);

/// <summary>
/// Keeps what is finished, so that a killed evaluation goes on where it was. One journal belongs to one checkpoint on one engine; the
/// caller sees to that.
/// </summary>
public interface IEvaluationJournal
{
    /// <summary>The chunk's responses from an earlier run; null where it is not finished.</summary>
    IReadOnlyList<DocumentResponse>? Find(EvaluationChunk chunk);

    void Record(EvaluationChunk chunk, IReadOnlyList<DocumentResponse> responses);

    /// <summary>One document's responses, whatever it was asked together with; null where it was not asked yet.</summary>
    DocumentResponse? FindDocument(int documentId) => null;

    /// <summary>Keeps documents that are no chunk of the task's order.</summary>
    void RecordDocuments(IReadOnlyList<DocumentResponse> responses)
    {
    }
}
