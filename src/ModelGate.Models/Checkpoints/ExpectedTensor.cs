using ModelGate.Numerics;

namespace ModelGate.Models.Checkpoints;

/// <summary>A tensor that a module must have, in any of the given types and shapes.</summary>
/// <param name="Types">Allowed element types.</param>
/// <param name="Shapes">Allowed shapes, the usual one first.</param>
/// <param name="Required">False where some writers leave it out.</param>
internal sealed record ExpectedTensor(string Name, DType[] Types, long[][] Shapes, bool Required = true)
{
    private static readonly DType[] FloatingPoint = [DType.BF16, DType.F16, DType.F32];

    /// <summary>A value shared by a whole tensor is a scalar to some writers.</summary>
    private static readonly long[][] One = [[1], [], [1, 1]];

    public static ExpectedTensor Plain(string name, long[] shape) => new(name, FloatingPoint, [shape]);

    /// <summary>The tensors of one linear layer (checkpoint-format section 3); null where the format is unknown.</summary>
    public static IReadOnlyList<ExpectedTensor>? Of(LinearModule module, LinearFormat? numbers)
    {
        string name = module.Name;
        var tensors = new List<ExpectedTensor>(6);
        if (module.HasBias) tensors.Add(Plain($"{name}.bias", [module.Rows]));
        if (numbers is null) return [.. tensors, Plain($"{name}.weight", [module.Rows, module.Columns])];

        NumberFormat weights = numbers.Weights;
        bool known = numbers.Format switch
        {
            LinearFormat.FloatQuantized or LinearFormat.IntQuantized or LinearFormat.NaiveQuantized =>
                AddUnpacked(tensors, module, weights),
            LinearFormat.PackQuantized => AddPacked(tensors, module, weights),
            LinearFormat.Nvfp4Packed => AddNvfp4(tensors, module, numbers.Activations is not null),
            LinearFormat.Mxfp4Packed =>
                AddMicroscaled(tensors, new($"{name}.weight_packed", [DType.U8], [[module.Rows, module.Columns / 2]]), module),
            LinearFormat.Mxfp8 => AddMicroscaled(tensors, new($"{name}.weight", [DType.F8E4M3], [[module.Rows, module.Columns]]), module),
            _ => false,
        };
        if (!known) return null;

        if (numbers.Activations is { Time: ScaleTime.Static } activations)
        {
            tensors.Add(new($"{name}.input_scale", FloatingPoint, One));
            if (!activations.Symmetric) tensors.Add(new($"{name}.input_zero_point", [DType.I8, DType.I32], One));
        }

        return tensors;
    }

    private static bool AddUnpacked(List<ExpectedTensor> tensors, LinearModule module, NumberFormat weights)
    {
        if (weights.Bits != 8) return false;
        long[][]? scales = weights.Strategy switch
        {
            ScaleStrategy.Tensor => One,
            ScaleStrategy.Channel => [[module.Rows, 1], [module.Rows]],
            ScaleStrategy.Group => [[module.Rows, Groups(module, weights)]],
            ScaleStrategy.Block => [[Ceiling(module.Rows, weights.BlockShape[0]), Ceiling(module.Columns, weights.BlockShape[1])]],
            _ => null,
        };
        if (scales is null) return false;

        DType codes = weights.Kind == NumberKind.Float ? DType.F8E4M3 : DType.I8;
        tensors.Add(new($"{module.Name}.weight", [codes], [[module.Rows, module.Columns]]));
        tensors.Add(new($"{module.Name}.weight_scale", FloatingPoint, scales));
        if (!weights.Symmetric) tensors.Add(new($"{module.Name}.weight_zero_point", [codes], scales));
        return true;
    }

    private static bool AddPacked(List<ExpectedTensor> tensors, LinearModule module, NumberFormat weights)
    {
        if (weights.Kind != NumberKind.Int || weights.Bits is < 2 or > 8) return false;
        if (weights.Strategy is not (ScaleStrategy.Channel or ScaleStrategy.Group or ScaleStrategy.Tensor)) return false;

        long groups = Groups(module, weights);
        long[][] scales = weights.Strategy == ScaleStrategy.Tensor ? One : [[module.Rows, groups]];
        tensors.Add(new($"{module.Name}.weight_packed", [DType.I32], WordShapes(module.Rows, module.Columns, weights.Bits)));
        tensors.Add(new($"{module.Name}.weight_scale", FloatingPoint, scales));
        tensors.Add(new($"{module.Name}.weight_shape", [DType.I64, DType.I32], [[2]]));

        // Until 0.9.3 zero points were I8 [N, K/g], and left out when all were 0.
        if (!weights.Symmetric)
        {
            tensors.Add(new(
                $"{module.Name}.weight_zero_point", [DType.I32, DType.I8],
                [[Ceiling((long)module.Rows * weights.Bits, 32), groups], [module.Rows, groups]], Required: false));
        }

        if (weights.ActivationOrder is "group" or "dynamic")
            tensors.Add(new($"{module.Name}.weight_g_idx", [DType.I32], [[module.Columns]]));
        return true;
    }

    /// <summary>Dense from 0.18 on; before, a word held whole codes only. The same for 2, 4 and 8 bits.</summary>
    private static long[][] WordShapes(long rows, long columns, int bits)
    {
        long dense = Ceiling(columns * bits, 32), whole = Ceiling(columns, 32 / bits);
        return dense == whole ? [[rows, dense]] : [[rows, dense], [rows, whole]];
    }

    private static bool AddNvfp4(List<ExpectedTensor> tensors, LinearModule module, bool quantizesActivations)
    {
        tensors.Add(new($"{module.Name}.weight_packed", [DType.U8], [[module.Rows, module.Columns / 2]]));
        tensors.Add(new($"{module.Name}.weight_scale", [DType.F8E4M3], [[module.Rows, module.Columns / 16]]));
        tensors.Add(new($"{module.Name}.weight_global_scale", [DType.F32], One));
        if (quantizesActivations) tensors.Add(new($"{module.Name}.input_global_scale", [DType.F32], One));
        return true;
    }

    private static bool AddMicroscaled(List<ExpectedTensor> tensors, ExpectedTensor codes, LinearModule module)
    {
        tensors.Add(codes);
        tensors.Add(new($"{module.Name}.weight_scale", [DType.U8], [[module.Rows, module.Columns / 32]]));
        return true;
    }

    private static long Groups(LinearModule module, NumberFormat weights) =>
        Ceiling(module.Columns, weights.ColumnsPerScale(module.Columns));

    private static long Ceiling(long dividend, long divisor) => (dividend + divisor - 1) / divisor;
}
