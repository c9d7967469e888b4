namespace ModelGate.Measurement.Accuracy.Comparison;

/// <param name="Divergence">Σ over the document's positions of KL(baseline‖candidate), in nats.</param>
/// <param name="Agreements">Positions at which both models' most likely token is the same.</param>
public sealed record DocumentDivergence(int DocumentId, double Divergence, int Agreements, int Positions);

/// <summary>How far a candidate's next-token distributions are from the baseline's.</summary>
public sealed record DivergenceResult(IReadOnlyList<DocumentDivergence> Documents)
{
    public long Positions => Documents.Sum(document => (long)document.Positions);

    /// <summary>Mean over all positions of all documents, in nats.</summary>
    public double MeanDivergence => Documents.Sum(document => document.Divergence) / Positions;

    public double Top1Agreement => (double)Documents.Sum(document => (long)document.Agreements) / Positions;
}
