using ModelGate.Models.Diagnostics;
using ModelGate.Models.Formats;
using ModelGate.Numerics;

namespace ModelGate.Models.Checkpoints;

/// <summary>Finds a linear layer's tensors, checks them against its format, and names the format in <see cref="LinearWeights"/>.</summary>
internal sealed class LinearReader(SafetensorsCollection tensors, string configFile)
{
    /// <exception cref="DiagnosticException">QG0222 and QG0230 up.</exception>
    public LinearWeights Read(LinearModule module, LinearFormat? numbers)
    {
        var problems = new List<Diagnostic>();
        new TensorCheck(tensors, configFile).CheckLinear(module, numbers, problems);
        if (problems.Count > 0) throw new DiagnosticException(problems);

        string name = module.Name;
        int rows = module.Rows, columns = module.Columns;
        TensorView? bias = module.HasBias ? tensors[$"{name}.bias"] : null;
        if (numbers is null) return new LinearWeights.Dense(rows, columns, bias, tensors[$"{name}.weight"]);

        TensorView scale = tensors[$"{name}.weight_scale"];
        int groupSize = Math.Min(numbers.Weights.ColumnsPerScale(columns), columns);
        if (columns % groupSize != 0) throw Unsupported(name, numbers);
        return StoredKind(numbers) switch
        {
            Kind.Fp8 => new LinearWeights.Fp8(rows, columns, bias, tensors[$"{name}.weight"], scale),
            Kind.Int8 => new LinearWeights.Int8(rows, columns, bias, tensors[$"{name}.weight"], scale),
            Kind.Int4 => new LinearWeights.Int4(rows, columns, bias, tensors[$"{name}.weight_packed"], scale, groupSize),
            Kind.Int8WeightOnly =>
                new LinearWeights.Int8WeightOnly(rows, columns, bias, tensors[$"{name}.weight_packed"], scale, groupSize),
            _ => throw Unsupported(name, numbers),
        };
    }

    private enum Kind
    {
        Unsupported,
        Fp8,
        Int8,
        Int4,
        Int8WeightOnly,
    }

    private static Kind StoredKind(LinearFormat numbers)
    {
        NumberFormat weights = numbers.Weights;
        if (!weights.Symmetric || weights.Time != ScaleTime.Static || numbers.Outputs is not null) return Kind.Unsupported;

        switch (numbers.Format)
        {
            case LinearFormat.PackQuantized:
                bool usable = weights.Kind == NumberKind.Int && numbers.Activations is null
                    && weights.Strategy is ScaleStrategy.Group or ScaleStrategy.Channel
                    && weights.ActivationOrder is null or "weight" or "static";
                return !usable ? Kind.Unsupported : weights.Bits switch { 4 => Kind.Int4, 8 => Kind.Int8WeightOnly, _ => Kind.Unsupported };

            case LinearFormat.FloatQuantized or LinearFormat.IntQuantized or LinearFormat.NaiveQuantized:
                bool byRow = weights.Strategy is ScaleStrategy.Channel or ScaleStrategy.Tensor;
                bool byToken = numbers.Activations is { Bits: 8, Symmetric: true, Time: ScaleTime.Dynamic } activations
                    && activations.Strategy == ScaleStrategy.Token && activations.Kind == weights.Kind;
                if (weights.Bits != 8 || !byRow || !byToken) return Kind.Unsupported;
                return weights.Kind == NumberKind.Float ? Kind.Fp8 : Kind.Int8;

            default:
                return Kind.Unsupported;
        }
    }

    private DiagnosticException Unsupported(string module, LinearFormat numbers) => new(
        CheckpointCodes.QuantizationFormatUnsupported, new SourcePoint(configFile),
        $"'{module}' is stored as {numbers}, which the engines here do not compute.",
        "Supported are FP8 and INT8 with dynamic per-token activations, and symmetric INT4 or INT8 weights alone. "
        + "Evaluate this checkpoint through a serving engine's endpoint.");
}
