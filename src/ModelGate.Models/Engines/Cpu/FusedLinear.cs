using ModelGate.Models.Checkpoints;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Models.Engines.Cpu;

/// <summary>A matrix as the decoder multiplies it: one linear layer, or several that read the same input, one below the other.</summary>
internal sealed record FusedLinear(string Name, IReadOnlyList<string> Modules, IReadOnlyList<LinearWeights> Parts, PackedFormat Format)
{
    /// <summary>N.</summary>
    public int Rows { get; } = Parts.Sum(part => part.Rows);

    /// <summary>K.</summary>
    public int Columns { get; } = Parts[0].Columns;

    public long PackedBytes => Format.PackedBytes(Rows, Columns);

    /// <summary>Biases of all parts, zeros for a part without; null where none has one.</summary>
    public float[]? Bias()
    {
        if (Parts.All(part => part.Bias is null)) return null;
        return [.. Parts.SelectMany(part => part.Bias is { } bias ? bias.ToSingles() : new float[part.Rows])];
    }

    /// <param name="name">Such as <c>model.layers.0.self_attn.qkv</c>.</param>
    /// <exception cref="DiagnosticException">QG0801: the parts are stored in different formats. QG0802: no kernel computes the
    /// format.</exception>
    public static FusedLinear Read(Checkpoint checkpoint, string name, params string[] modules)
    {
        LinearWeights[] parts = [.. modules.Select(checkpoint.Linear)];
        PackedFormat[] formats = [.. parts.Select(PackedFormat.Of)];
        var at = new SourcePoint(checkpoint.Config.File);
        if (formats.Distinct().Count() > 1)
        {
            string list = string.Join(", ", modules.Zip(formats, (module, format) => $"{module} is {format.Name}"));
            throw new DiagnosticException(
                EngineCodes.FusedFormatsDiffer, at, $"Layers that are computed as one matrix are stored in different formats: {list}.",
                "Quantize q, k, v alike and gate, up alike; serving engines fuse them too.");
        }

        var fused = new FusedLinear(name, modules, parts, formats[0]);
        try
        {
            _ = fused.PackedBytes;
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new DiagnosticException(
                EngineCodes.FormatNotComputed, at,
                $"{name} ({fused.Rows} × {fused.Columns}) is stored as {fused.Format.Name}, a shape that the CPU engine does not compute.",
                "Use a group size that is a multiple of 8 and divides the input width.");
        }

        return fused;
    }
}
