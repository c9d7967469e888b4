using ModelGate.Measurement;
using ModelGate.Measurement.Statistics;

namespace ModelGate.Gate.Gates;

/// <summary>What one finding is about: a suite, a task or a scenario of one candidate.</summary>
internal abstract record GateSubject(string Name)
{
    /// <param name="SamplesAvailable">All samples there can be; null where more can always be taken.</param>
    /// <param name="SampleNoun">What is counted, in the plural.</param>
    public sealed record Estimated(string Name, IEstimate Estimate, Provenance Provenance, int? SamplesAvailable, string SampleNoun)
        : GateSubject(Name);

    /// <summary>Nothing was measured.</summary>
    public sealed record Missing(string Name, string Reason) : GateSubject(Name);

    /// <summary>The metric has no meaning here.</summary>
    public sealed record Undefined(string Name, string Reason) : GateSubject(Name);
}
