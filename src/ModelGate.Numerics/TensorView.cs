namespace ModelGate.Numerics;

/// <summary>A typed, shaped, row-major window on bytes that it does not own. Whoever made it keeps the memory alive.</summary>
/// <remarks>Bytes may be unaligned: safetensors data often starts at a multiple of 8 only.</remarks>
public readonly unsafe struct TensorView(DType type, ReadOnlyMemory<long> shape, byte* data)
{
    public DType Type { get; } = type;

    public ReadOnlySpan<long> Shape => shape.Span;

    public byte* Data { get; } = data;

    public long ElementCount
    {
        get
        {
            long count = 1;
            foreach (long dimension in shape.Span) count = checked(count * dimension);
            return count;
        }
    }

    public long ByteCount => ElementCount * Type.SizeInBytes;

    public int Rank => shape.Length;

    public override string ToString() => $"{Type.SafetensorsName}[{string.Join(", ", shape.ToArray())}]";
}
