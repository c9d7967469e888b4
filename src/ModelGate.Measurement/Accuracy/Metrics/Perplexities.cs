using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.Metrics;

/// <summary><c>word_perplexity</c>: exp(−Σ ln p / Σ words), words as the harness counts them.</summary>
public sealed class WordPerplexity : RollingMetric
{
    public override string Name => "word_perplexity";

    protected override double WeightOf(DocumentOutcome.Rolling outcome) => PythonText.WordCount(outcome.Text);
}

/// <summary><c>byte_perplexity</c>: exp(−Σ ln p / Σ UTF-8 bytes).</summary>
public sealed class BytePerplexity : RollingMetric
{
    public override string Name => "byte_perplexity";

    protected override double WeightOf(DocumentOutcome.Rolling outcome) => PythonText.Utf8Length(outcome.Text);
}

/// <summary><c>bits_per_byte</c>: −Σ ln p / Σ UTF-8 bytes / ln 2.</summary>
public sealed class BitsPerByte : RollingMetric
{
    public override string Name => "bits_per_byte";

    protected override string Aggregation => "bits_per_byte";

    protected override double WeightOf(DocumentOutcome.Rolling outcome) => PythonText.Utf8Length(outcome.Text);
}

/// <summary>
/// <c>perplexity</c>. On single continuations, as the harness, exp(−mean ln p), each continuation counting once; on whole texts, where the
/// harness has none, exp(−Σ ln p / Σ tokens).
/// </summary>
public sealed class Perplexity : RollingMetric
{
    public override string Name => "perplexity";

    public override string? AggregationFor(OutputType output) =>
        output == OutputType.LogLikelihood ? "perplexity" : base.AggregationFor(output);

    protected override double WeightOf(DocumentOutcome.Rolling outcome) => outcome.Tokens;

    protected override SampleValue Score(DocumentOutcome outcome) =>
        outcome is DocumentOutcome.LogLikelihood likelihood ? new(likelihood.Value) : base.Score(outcome);
}

public abstract class RollingMetric : DocumentMetric
{
    public override bool HigherIsBetter => false;

    public override (double Low, double High)? Range => null;

    protected virtual string Aggregation => "weighted_perplexity";

    public override string? AggregationFor(OutputType output) => output == OutputType.RollingLogLikelihood ? Aggregation : null;

    protected abstract double WeightOf(DocumentOutcome.Rolling outcome);

    protected override SampleValue Score(DocumentOutcome outcome) =>
        outcome is DocumentOutcome.Rolling rolling ? new(rolling.Value, WeightOf(rolling)) : throw DoesNotFit(outcome);
}
