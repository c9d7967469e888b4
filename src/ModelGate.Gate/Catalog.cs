using ModelGate.Gate.Policies;
using ModelGate.Gate.Reporters;
using ModelGate.Measurement;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Performance;
using ModelGate.Quantization;
using ModelGate.Quantization.Observers;
using ModelGate.Quantization.Quantizers;

namespace ModelGate.Gate;

/// <summary>Everything the tool can do, as one value that is filled in one place and handed down.</summary>
public sealed record Catalog
{
    public required IReadOnlyList<QuantizationScheme> Schemes { get; init; }

    public required IReadOnlyList<IQuantizer> Quantizers { get; init; }

    public required IReadOnlyList<IObserver> Observers { get; init; }

    /// <summary>Metrics, filters and aggregations of tasks, made with what they need from outside.</summary>
    public required Func<EvaluationServices, EvaluationCatalog> Evaluation { get; init; }

    public required IReadOnlyList<IReporter> Reporters { get; init; }

    public IReadOnlyList<Scenario> Scenarios => Scenario.All;

    /// <summary>The words that policies may use.</summary>
    public PolicyVocabulary Vocabulary => new(
        [.. Schemes.Select(scheme => scheme.Name)],
        [.. Quantizers.Select(quantizer => quantizer.Name)],
        [.. Observers.Select(observer => observer.Name)],
        [.. Scenarios.Select(scenario => scenario.Name)],
        Metric.Names);
}
