using ModelGate.Measurement.Accuracy.Documents;

namespace ModelGate.Measurement.Accuracy.Metrics;

/// <summary>What the model made of one document, ready to be scored.</summary>
public abstract record DocumentOutcome
{
    private DocumentOutcome(Document document) => Document = document;

    public Document Document { get; }

    /// <param name="Choices">The bare choices, no delimiter.</param>
    /// <param name="LogLikelihoods">Σ ln p of each choice's continuation.</param>
    /// <param name="IsGreedy">Whether each continuation is what greedy decoding would give.</param>
    /// <param name="Gold">Indices that count as right; −100 is one that cannot be found.</param>
    public sealed record MultipleChoice(
        Document Document,
        IReadOnlyList<string> Choices,
        IReadOnlyList<double> LogLikelihoods,
        IReadOnlyList<bool> IsGreedy,
        IReadOnlyList<int> Gold) : DocumentOutcome(Document);

    public sealed record LogLikelihood(Document Document, double Value, bool IsGreedy) : DocumentOutcome(Document);

    /// <param name="Text">The text that was scored.</param>
    /// <param name="Tokens">Predicted tokens; the begin-of-sequence token is not one.</param>
    public sealed record Rolling(Document Document, double Value, string Text, int Tokens) : DocumentOutcome(Document);

    /// <param name="Answers">What a filter chain left: one, or several where it does not pick.</param>
    /// <param name="Targets">Any of these is right.</param>
    public sealed record Generated(Document Document, IReadOnlyList<string> Answers, IReadOnlyList<string> Targets)
        : DocumentOutcome(Document);
}
