using ModelGate.Numerics;

namespace ModelGate.Models.Formats;

/// <summary>A tensor to be written: everything but its bytes.</summary>
/// <param name="Shape">Each dimension ≥ 0.</param>
public sealed record TensorLayout(string Name, DType Type, ReadOnlyMemory<long> Shape)
{
    public long ByteCount
    {
        get
        {
            long count = Type.SizeInBytes;
            foreach (long dimension in Shape.Span) count = checked(count * dimension);
            return count;
        }
    }

    public static TensorLayout Of(string name, TensorView tensor) => new(name, tensor.Type, tensor.Shape.ToArray());
}
