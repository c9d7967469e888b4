namespace ModelGate.Measurement.Accuracy.Mathematics;

/// <summary>A formula without a value, like 1/0: nothing is equal to it, not even itself. Caught where answers are compared.</summary>
internal sealed class UndefinedValueException(string message) : Exception(message);
