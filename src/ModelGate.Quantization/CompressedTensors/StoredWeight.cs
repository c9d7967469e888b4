using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ModelGate.Models.Formats;
using ModelGate.Numerics;
using ModelGate.Quantization.Modules;

namespace ModelGate.Quantization.CompressedTensors;

/// <summary>The tensors that a quantized linear layer becomes (checkpoint-format, section 3).</summary>
internal static class StoredWeight
{
    private static readonly long[] ShapeShape = [2];

    /// <summary>Layouts in the place of <c>P.weight</c>; scales are BF16, as models of every type store them here.</summary>
    public static IReadOnlyList<TensorLayout> Layouts(PlannedModule module)
    {
        QuantizationScheme scheme = module.Scheme ?? throw new ArgumentException($"{module.Name} is not quantized.", nameof(module));
        long rows = module.Source.Rows, columns = module.Source.Columns;
        long scales = columns / scheme.Granularity.ColumnsPerScale(module.Source.Columns);
        var scale = new TensorLayout($"{module.Name}.weight_scale", DType.BF16, new[] { rows, scales });
        return scheme.Weights switch
        {
            NumberGrid.SignedInteger { Bits: 4 } =>
            [
                new TensorLayout(
                    $"{module.Name}.weight_packed", DType.I32, new[] { rows, PackedCodes.WordCount(module.Source.Columns, 4) }),
                scale,
                new TensorLayout($"{module.Name}.weight_shape", DType.I64, ShapeShape),
            ],
            NumberGrid.SignedInteger => [new TensorLayout($"{module.Name}.weight", DType.I8, new[] { rows, columns }), scale],
            NumberGrid.E4M3 => [new TensorLayout($"{module.Name}.weight", DType.F8E4M3, new[] { rows, columns }), scale],
            _ => throw new NotSupportedException($"No layout for {scheme.Weights}."),
        };
    }

    /// <summary>Writes the tensors that <see cref="Layouts"/> announced, row by row.</summary>
    public static void Write(string module, QuantizedMatrix matrix, Action<string, ReadOnlySpan<byte>> append)
    {
        Span<byte> scaleBytes = new byte[matrix.ScalesPerRow * sizeof(ushort)];
        bool packed = matrix.Grid.Bits == 4;
        Span<uint> words = packed ? new uint[PackedCodes.WordCount(matrix.Columns, 4)] : [];
        for (int row = 0; row < matrix.Rows; row++)
        {
            ReadOnlySpan<byte> codes = matrix.CodesOf(row);
            if (packed)
            {
                PackedCodes.Pack(MemoryMarshal.Cast<byte, sbyte>(codes), 4, words);
                append($"{module}.weight_packed", MemoryMarshal.AsBytes(words));
            }
            else
            {
                append($"{module}.weight", codes);
            }

            ReadOnlySpan<float> scales = matrix.ScalesOf(row);
            for (int group = 0; group < scales.Length; group++)
                BinaryPrimitives.WriteUInt16LittleEndian(scaleBytes[(2 * group)..], BFloat16.FromSingle(scales[group]));
            append($"{module}.weight_scale", scaleBytes);
        }

        if (!packed) return;
        Span<byte> shape = stackalloc byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(shape, matrix.Rows);
        BinaryPrimitives.WriteInt64LittleEndian(shape[sizeof(long)..], matrix.Columns);
        append($"{module}.weight_shape", shape);
    }
}
