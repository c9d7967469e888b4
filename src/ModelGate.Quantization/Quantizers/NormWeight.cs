using System.Buffers.Binary;
using ModelGate.Numerics;

namespace ModelGate.Quantization.Quantizers;

/// <summary>The weight of an RMS norm, in the values that its stored type can hold.</summary>
/// <param name="name">The tensor, such as <c>model.layers.0.input_layernorm.weight</c>.</param>
/// <param name="type">F32, F16 or BF16.</param>
/// <param name="values">(K) values of that type.</param>
public sealed class NormWeight(string name, DType type, float[] values)
{
    public string Name { get; } = name;

    public DType Type { get; } = type;

    /// <summary>(K) values of the stored type.</summary>
    public ReadOnlySpan<float> Values => values;

    public bool IsChanged { get; private set; }

    /// <summary>Divides by <paramref name="factors"/> and rounds to the stored type.</summary>
    /// <returns>
    /// (K) what the stored norm really divides by: multiplying the columns it feeds by this keeps the function exact. 1 where the quotient
    /// is not a normal number of the stored type, and the norm keeps its value.
    /// </returns>
    public float[] Divide(ReadOnlySpan<float> factors)
    {
        var ratios = new float[values.Length];
        for (int k = 0; k < values.Length; k++)
        {
            float divided = Round(values[k] / factors[k]);
            if (!float.IsNormal(divided))
            {
                ratios[k] = 1;
                continue;
            }

            ratios[k] = values[k] / divided;
            IsChanged |= divided != values[k];
            values[k] = divided;
        }

        return ratios;
    }

    /// <summary>Writes the values in the stored type, little-endian.</summary>
    /// <param name="destination">K elements of the stored type.</param>
    public void CopyTo(Span<byte> destination)
    {
        for (int k = 0; k < values.Length; k++)
        {
            switch (Type)
            {
                case DType.BF16:
                    BinaryPrimitives.WriteUInt16LittleEndian(destination[(2 * k)..], BFloat16.FromSingle(values[k]));
                    break;
                case DType.F16:
                    BinaryPrimitives.WriteHalfLittleEndian(destination[(2 * k)..], (Half)values[k]);
                    break;
                default:
                    BinaryPrimitives.WriteSingleLittleEndian(destination[(4 * k)..], values[k]);
                    break;
            }
        }
    }

    private float Round(float value) => Type switch
    {
        DType.BF16 => BFloat16.Round(value),
        DType.F16 => (float)(Half)value,
        _ => value,
    };
}
