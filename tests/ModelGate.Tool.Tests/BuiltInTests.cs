using System.Reflection;
using ModelGate.Gate;
using ModelGate.Gate.Reporters;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Aggregations;
using ModelGate.Measurement.Accuracy.Filters;
using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Quantization;
using ModelGate.Quantization.Observers;
using ModelGate.Quantization.Quantizers;

namespace ModelGate.Tool.Tests;

/// <summary>A part that exists but is not in the catalog would be dead, and nobody would notice.</summary>
public sealed class BuiltInTests
{
    private static readonly Assembly[] Ours =
        [typeof(QuantizationScheme).Assembly, typeof(EvaluationCatalog).Assembly, typeof(Catalog).Assembly, typeof(BuiltIn).Assembly];

    private static EvaluationCatalog Evaluation => BuiltIn.Catalog.Evaluation(Workspace.ServicesOfNone);

    [Fact]
    public void Schemes_stand_once_in_the_catalog() => AssertComplete(BuiltIn.Catalog.Schemes, scheme => scheme.Name);

    [Fact]
    public void Quantizers_stand_once_in_the_catalog() => AssertComplete(BuiltIn.Catalog.Quantizers, quantizer => quantizer.Name);

    [Fact]
    public void Observers_stand_once_in_the_catalog() => AssertComplete(BuiltIn.Catalog.Observers, observer => observer.Name);

    [Fact]
    public void Reporters_stand_once_in_the_catalog() => AssertComplete(BuiltIn.Catalog.Reporters, reporter => reporter.Name);

    [Fact]
    public void Metrics_stand_once_in_the_catalog() => AssertComplete(Evaluation.Metrics, metric => metric.Name);

    [Fact]
    public void Filters_stand_once_in_the_catalog() => AssertComplete(Evaluation.Filters, filter => filter.Name);

    [Fact]
    public void Aggregations_stand_once_in_the_catalog() => AssertComplete(Evaluation.Aggregations, aggregation => aggregation.Name);

    [Fact]
    public void Document_processors_stand_once_in_the_catalog() => AssertComplete(Evaluation.Processors, processor => processor.Name);

    [Fact]
    public void Reporters_write_different_files() =>
        Assert.Distinct(BuiltIn.Catalog.Reporters.Select(reporter => reporter.FileName).OfType<string>());

    private static void AssertComplete<T>(IReadOnlyList<T> parts, Func<T, string> name)
        where T : class
    {
        string[] existing =
        [
            .. from assembly in Ours
               from type in assembly.GetTypes()
               where !type.IsAbstract && type.IsAssignableTo(typeof(T))
               select type.Name,
        ];
        Assert.NotEmpty(existing);
        Assert.Equal(existing.Order(), parts.Select(part => part.GetType().Name).Distinct().Order());
        Assert.Distinct(parts.Select(name));
        Assert.All(parts, part => Assert.NotEmpty(name(part)));
    }
}
