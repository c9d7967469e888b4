using ModelGate.Measurement.Accuracy.Documents;

namespace ModelGate.Measurement.Accuracy.Filters;

/// <summary>A step that turns a document's answers into what is scored, by the name that <c>filter_list</c> uses.</summary>
public interface IFilter
{
    string Name { get; }

    /// <summary>Checks the arguments once, before any work.</summary>
    /// <exception cref="Models.Diagnostics.DiagnosticException">An unknown or wrong argument.</exception>
    FilterFunction Bind(PartArguments arguments);
}

/// <param name="answers">What the step before left, at least one.</param>
/// <returns>At least one answer.</returns>
public delegate IReadOnlyList<string> FilterFunction(IReadOnlyList<string> answers, Document document);
