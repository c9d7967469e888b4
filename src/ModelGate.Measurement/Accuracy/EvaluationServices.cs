using ModelGate.Measurement.Accuracy.Code;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Judging;

namespace ModelGate.Measurement.Accuracy;

/// <summary>What metrics, filters and document processors need from outside: the parts of a catalog are made with them.</summary>
/// <param name="CodeRunner">Runs generated programs.</param>
/// <param name="Documents">Gives data that a task's own documents are joined with.</param>
/// <param name="Judge">Compares answers; null where none is configured, which a task that needs one reports.</param>
public sealed record EvaluationServices(ICodeRunner CodeRunner, IDocumentSource Documents, IJudge? Judge = null);
