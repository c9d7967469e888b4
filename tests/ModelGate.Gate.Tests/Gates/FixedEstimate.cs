using ModelGate.Measurement;
using ModelGate.Measurement.Statistics;

namespace ModelGate.Gate.Tests.Gates;

/// <summary>An estimate with chosen bounds.</summary>
internal sealed record FixedEstimate(double Value, double Low, double High, int Samples = 1000) : IEstimate
{
    public Interval Bounds(double confidence) => new(Low, High, confidence, "chosen");

    public double PValueBelow(double limit) => High < limit ? 0.01 : 0.5;

    public double PValueAbove(double limit) => Low > limit ? 0.01 : 0.5;
}
