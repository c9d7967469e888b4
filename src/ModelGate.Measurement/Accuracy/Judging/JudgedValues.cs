using System.Collections;
using ModelGate.Measurement.Accuracy.Metrics;

namespace ModelGate.Measurement.Accuracy.Judging;

/// <summary>Documents' values together with the judgments that they come from.</summary>
public sealed class JudgedValues(IReadOnlyList<SampleValue> values, JudgmentReport report) : IReadOnlyList<SampleValue>
{
    public JudgmentReport Report { get; } = report;

    public int Count => values.Count;

    public SampleValue this[int index] => values[index];

    public IEnumerator<SampleValue> GetEnumerator() => values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
