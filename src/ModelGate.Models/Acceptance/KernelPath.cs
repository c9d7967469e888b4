using ModelGate.Models.Checkpoints;

namespace ModelGate.Models.Acceptance;

/// <summary>The kernel family by which vLLM computes a format, in the order its loader asks (<c>_get_scheme_from_parts</c>).</summary>
internal abstract record KernelPath
{
    public static readonly ComputeCapability Turing = new(7, 5);
    public static readonly ComputeCapability Ampere = new(8, 0);
    public static readonly ComputeCapability Ada = new(8, 9);
    public static readonly ComputeCapability Hopper = new(9, 0);
    public static readonly ComputeCapability Blackwell = new(10, 0);

    private KernelPath()
    {
    }

    /// <param name="MinimumGpu">Null where it was not verified.</param>
    /// <param name="UsesMarlin">Weights are repacked into Marlin's tiles.</param>
    public sealed record Served(string Name, ComputeCapability? MinimumGpu, bool UsesMarlin = false) : KernelPath;

    /// <summary>No scheme of the loader takes it.</summary>
    public sealed record None(string Reason, string Remedy) : KernelPath;

    /// <param name="gpu">Null is a GPU that is new enough for every path.</param>
    public static KernelPath Of(LinearFormat numbers, ComputeCapability? gpu)
    {
        NumberFormat weights = numbers.Weights;
        if (weights.Time != ScaleTime.Static) return new None("The weights have dynamic scales.", "Store the weights' scales.");
        return numbers.Format switch
        {
            LinearFormat.Nvfp4Packed => Nvfp4(numbers, gpu),
            LinearFormat.Mxfp4Packed => new Served(numbers.Activations is null ? "MXFP4 weight-only" : "MXFP4", MinimumGpu: null),
            LinearFormat.Mxfp8 => new Served(numbers.Activations is null ? "MXFP8 weight-only" : "MXFP8", MinimumGpu: null),
            LinearFormat.PackQuantized => Packed(numbers, gpu),
            LinearFormat.FloatQuantized or LinearFormat.IntQuantized or LinearFormat.NaiveQuantized =>
                weights.Kind == NumberKind.Float ? Fp8(numbers, gpu) : Int8(numbers),
            _ => new None($"The format '{numbers.Format}' is no longer loaded, or unknown.", "Quantize again to a current format."),
        };
    }

    private static Served Nvfp4(LinearFormat numbers, ComputeCapability? gpu) =>
        numbers.Activations is not null && (gpu is null || gpu >= Blackwell)
        ? new Served("NVFP4 W4A4", Blackwell)
        : new Served("NVFP4 weight-only (Marlin)", Turing, UsesMarlin: true);

    private static KernelPath Packed(LinearFormat numbers, ComputeCapability? gpu)
    {
        NumberFormat weights = numbers.Weights;
        if (weights.Kind != NumberKind.Int) return new None("pack-quantized holds integers only.", "Store FP8 as float-quantized.");
        if (weights.Strategy is not (ScaleStrategy.Group or ScaleStrategy.Channel))
        {
            string strategy = weights.Strategy.ToString().ToLowerInvariant();
            return new None($"Packed weights with one scale per {strategy} have no kernel.", "Use groups or channels.");
        }

        if (numbers.Activations is { } activations)
        {
            if (weights.Bits != 4)
                return new None($"Packed {weights.Bits}-bit weights with quantized activations have no kernel.", "Use int-quantized.");
            return activations.Kind == NumberKind.Int ? new Served("W4A8 INT8", MinimumGpu: null)
                : gpu is null || gpu == Hopper ? new Served("W4A8 FP8 (cutlass)", Hopper)
                : new None(
                    "W4A8 with FP8 activations runs on compute capability 9.0 exactly.",
                    "Serve it on such a GPU, or leave activations unquantized.");
        }

        if (weights.Bits == 8 && !weights.Symmetric)
            return new None("Marlin has no 8-bit kernel with zero points.", "Use symmetric 8-bit weights.");
        return new Served("Marlin WNA16", Turing, UsesMarlin: true);
    }

    private static KernelPath Fp8(LinearFormat numbers, ComputeCapability? gpu)
    {
        NumberFormat weights = numbers.Weights;
        bool usable = weights is { Bits: 8, Symmetric: true }
            && weights.Strategy is ScaleStrategy.Tensor or ScaleStrategy.Channel or ScaleStrategy.Block;
        if (!usable) return new None($"FP8 weights as {weights} have no kernel.", "Use symmetric FP8 with one scale per channel.");

        bool full = numbers.Activations is { Bits: 8, Kind: NumberKind.Float } activations
            && (activations.Time == ScaleTime.Dynamic
                || activations is { Time: ScaleTime.Static, Symmetric: true, Strategy: ScaleStrategy.Tensor });
        if (!full && numbers.Activations is not null)
        {
            return new None(
                $"FP8 weights with activations as {numbers.Activations} have no kernel.", "Use dynamic per-token FP8 activations.");
        }

        if (!full || gpu < Ada) return new Served("FP8 weight-only (Marlin)", Turing, UsesMarlin: true);
        return new Served(weights.Strategy == ScaleStrategy.Block ? "FP8 W8A8 (block)" : "cutlass FP8 W8A8", Ada);
    }

    private static KernelPath Int8(LinearFormat numbers)
    {
        NumberFormat weights = numbers.Weights;
        if (numbers.Activations is null)
        {
            return new None(
                "Integer weights alone in int-quantized form stop the loader with an assertion.",
                "Store weight-only integers as pack-quantized.");
        }

        bool usable = weights is { Bits: 8, Symmetric: true } && weights.Strategy is ScaleStrategy.Tensor or ScaleStrategy.Channel;
        bool usableActivations = numbers.Activations is { Bits: 8, Kind: NumberKind.Int }
            and ({ Strategy: ScaleStrategy.Token, Time: ScaleTime.Dynamic } or { Strategy: ScaleStrategy.Tensor, Time: ScaleTime.Static });
        return usable && usableActivations
            ? new Served("cutlass INT8 W8A8", Turing)
            : new None(
                $"INT8 weights as {weights} with activations as {numbers.Activations} have no kernel.",
                "Use symmetric per-channel weights and dynamic per-token activations.");
    }
}
