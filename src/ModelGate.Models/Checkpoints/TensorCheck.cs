using System.Runtime.CompilerServices;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Formats;
using ModelGate.Numerics;

namespace ModelGate.Models.Checkpoints;

/// <summary>Compares tensors' presence, type and shape with what the configuration demands; reads no weights.</summary>
internal sealed class TensorCheck(SafetensorsCollection tensors, string configFile)
{
    private const string Again = "Download the checkpoint again, config.json and weights of one revision.";

    /// <summary>Notes what is wrong with a layer's tensors; returns the names that belong to it.</summary>
    public IEnumerable<string> CheckLinear(LinearModule module, LinearFormat? numbers, List<Diagnostic> problems)
    {
        IReadOnlyList<ExpectedTensor>? expected = ExpectedTensor.Of(module, numbers);
        if (expected is null)
        {
            problems.Add(new Diagnostic(
                CheckpointCodes.QuantizationFormatUnsupported, new SourcePoint(configFile),
                $"'{module.Name}' is stored as {numbers}, which is unknown.", "Use one of the formats that 'list' shows."));
            return tensors.Keys.Where(name => name.StartsWith(module.Name + ".", StringComparison.Ordinal));
        }

        foreach (ExpectedTensor tensor in expected) Check(tensor, problems);
        if (numbers?.Format == LinearFormat.PackQuantized) CheckWeightShape(module, problems);
        return numbers is null
            ? expected.Select(tensor => tensor.Name)
            : [.. expected.Select(tensor => tensor.Name), .. RefuseZeroPoint(module, numbers, problems)];
    }

    public void Check(ExpectedTensor expected, List<Diagnostic> problems)
    {
        if (!tensors.TryGetValue(expected.Name, out TensorView tensor))
        {
            if (expected.Required)
            {
                problems.Add(new Diagnostic(
                    CheckpointCodes.TensorMissing, new SourcePoint(tensors.Directory),
                    $"Tensor '{expected.Name}' is missing; config.json demands it.", Again));
            }

            return;
        }

        var at = new SourcePoint(tensors.FileOf(expected.Name));
        if (!expected.Types.Contains(tensor.Type))
        {
            string types = string.Join(" or ", expected.Types.Select(type => type.SafetensorsName));
            problems.Add(new Diagnostic(
                CheckpointCodes.TensorDType, at, $"Tensor '{expected.Name}' is of type {tensor.Type.SafetensorsName}; {types} is expected.",
                Again));
        }

        if (!FitsOne(tensor.Shape, expected.Shapes))
        {
            string shape = string.Join(", ", tensor.Shape.ToArray()), wanted = string.Join(", ", expected.Shapes[0]);
            problems.Add(new Diagnostic(
                CheckpointCodes.TensorShape, at, $"Tensor '{expected.Name}' has shape [{shape}]; config.json demands [{wanted}].", Again));
        }
    }

    private static bool FitsOne(ReadOnlySpan<long> shape, long[][] shapes)
    {
        foreach (long[] candidate in shapes)
        {
            if (shape.SequenceEqual(candidate)) return true;
        }

        return false;
    }

    private unsafe void CheckWeightShape(LinearModule module, List<Diagnostic> problems)
    {
        string name = $"{module.Name}.weight_shape";
        if (!tensors.TryGetValue(name, out TensorView tensor)) return;
        if (tensor.ElementCount != 2 || tensor.Type is not (DType.I64 or DType.I32)) return;

        long At(int index) => tensor.Type == DType.I64
            ? Unsafe.ReadUnaligned<long>(tensor.Data + (index * sizeof(long)))
            : Unsafe.ReadUnaligned<int>(tensor.Data + (index * sizeof(int)));
        if (At(0) == module.Rows && At(1) == module.Columns) return;
        problems.Add(new Diagnostic(
            CheckpointCodes.WeightShapeWrong, new SourcePoint(tensors.FileOf(name)),
            $"Tensor '{name}' says [{At(0)}, {At(1)}]; config.json demands [{module.Rows}, {module.Columns}].", Again));
    }

    private IEnumerable<string> RefuseZeroPoint(LinearModule module, LinearFormat numbers, List<Diagnostic> problems)
    {
        (string Suffix, NumberFormat? Format)[] sides = [("weight_zero_point", numbers.Weights), ("input_zero_point", numbers.Activations)];
        foreach ((string suffix, NumberFormat? format) in sides)
        {
            string name = $"{module.Name}.{suffix}";
            if (format is { Symmetric: false } || !tensors.ContainsKey(name)) continue;
            problems.Add(new Diagnostic(
                CheckpointCodes.ZeroPointInSymmetric, new SourcePoint(tensors.FileOf(name)),
                $"Tensor '{name}' belongs to an asymmetric scheme, but the scheme is symmetric; serving engines fail on it.",
                "Write the checkpoint again without zero points, or correct 'symmetric' in quantization_config."));
            yield return name;
        }
    }
}
