using ModelGate.Models.Diagnostics;
using ModelGate.Models.Formats;
using ModelGate.Numerics;

namespace ModelGate.Models.Checkpoints;

/// <summary>Looks for numbers that a healthy checkpoint does not hold.</summary>
internal static class ValueCheck
{
    private const string Again = "Download the checkpoint again; if the values persist, its authors must repair it.";

    /// <summary>NaN and infinity in any tensor, NaN codes in FP8, scales that are not above 0.</summary>
    public static IReadOnlyList<Diagnostic> Validate(SafetensorsCollection tensors)
    {
        var problems = new List<Diagnostic>();
        foreach ((string name, TensorView tensor) in tensors)
        {
            if (FindWrongValue(name, tensor, tensors.FileOf(name)) is { } problem) problems.Add(problem);
        }

        return problems;
    }

    public static Diagnostic? FindWrongValue(string name, TensorView tensor, string file)
    {
        bool isScale = name.EndsWith("_scale", StringComparison.Ordinal) && tensor.Type is DType.BF16 or DType.F16 or DType.F32;
        if (isScale && TensorScan.FirstNotPositive(tensor) is var wrong and >= 0)
        {
            return new Diagnostic(
                CheckpointCodes.ScaleNotPositive, new SourcePoint(file),
                $"Tensor '{name}' has a scale that is not finite and above 0 at [{Place(tensor, wrong)}].", Again);
        }

        if (TensorScan.FirstNotFinite(tensor) is var index and >= 0)
        {
            string kind = tensor.Type == DType.F8E4M3 ? "the NaN code" : "a NaN or infinity";
            return new Diagnostic(
                CheckpointCodes.ValueNotFinite, new SourcePoint(file), $"Tensor '{name}' has {kind} at [{Place(tensor, index)}].", Again);
        }

        return null;
    }

    private static string Place(TensorView tensor, long index)
    {
        var places = new long[tensor.Rank];
        for (int axis = tensor.Rank - 1; axis >= 0; axis--) (index, places[axis]) = Math.DivRem(index, tensor.Shape[axis]);
        return string.Join(", ", places);
    }
}
