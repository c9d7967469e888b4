namespace ModelGate.Measurement.Accuracy;

/// <summary>One text of a rolling task, scored by baseline and candidate.</summary>
/// <param name="BaselineLogLikelihood">Σ ln p over the document's tokens.</param>
/// <param name="Units">What the task's primary perplexity divides by: bytes, words or tokens; above 0.</param>
/// <param name="Positions">Positions at which logits were compared; 0 where they were not.</param>
/// <param name="KlSum">Σ over positions of KL(baseline‖candidate), nats; null where logits were not compared.</param>
/// <param name="Top1Agreements">Positions with the same arg-max; null where logits were not compared.</param>
public sealed record RollingDocument(
    double BaselineLogLikelihood, double CandidateLogLikelihood, double Units, int Positions, double? KlSum, int? Top1Agreements);

/// <param name="Metric">Name of the primary perplexity, for reports: <c>byte_perplexity</c> or another.</param>
/// <param name="DocumentsAvailable">All documents that the task has, where a sample was taken.</param>
public sealed record RollingTask(
    string Name, string Metric, IReadOnlyList<RollingDocument> Documents, bool IsPrefix = false, int? DocumentsAvailable = null);

/// <summary>Token counts of the answers of one generation task, in document order on both sides.</summary>
/// <param name="DocumentsAvailable">All documents that the task has, where a sample was taken.</param>
public sealed record AnswerLengths(
    string Task, IReadOnlyList<int> Baseline, IReadOnlyList<int> Candidate, bool IsPrefix = false, int? DocumentsAvailable = null);
