using ModelGate.Numerics;

namespace ModelGate.Models.Formats;

/// <summary>One tensor as a safetensors header describes it, validated.</summary>
/// <param name="Shape">Each dimension ≥ 0; empty is a scalar.</param>
/// <param name="Begin">First byte, counted from the start of the data after the header.</param>
/// <param name="End">One past the last byte; <c>End − Begin</c> is the product of the shape times the element size.</param>
public sealed record SafetensorsEntry(string Name, DType Type, ReadOnlyMemory<long> Shape, long Begin, long End)
{
    public long ByteCount => End - Begin;
}
