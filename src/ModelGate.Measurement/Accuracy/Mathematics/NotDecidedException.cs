namespace ModelGate.Measurement.Accuracy.Mathematics;

/// <summary>The work on a formula went over its bounds; caught where answers are compared.</summary>
internal sealed class NotDecidedException(string message) : Exception(message);
