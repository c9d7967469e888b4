using ModelGate.Models.Formats;

namespace ModelGate.Models.Checkpoints;

/// <summary>
/// The rotary part of <c>config.json</c>: <c>rope_theta</c> with <c>rope_scaling</c> (transformers 4.x; the kind is <c>type</c> or
/// <c>rope_type</c>), or <c>rope_parameters</c> that holds both (5.x).
/// </summary>
internal static class RopeReader
{
    /// <summary>transformers' default where the file gives none.</summary>
    private const double DefaultTheta = 10_000;

    public static (double Theta, RopeScaling? Scaling) Read(JsonFields config)
    {
        JsonFields? parameters = config.Object("rope_parameters");
        JsonFields? scaling = parameters ?? config.Object("rope_scaling");
        double theta = parameters?.Positive("rope_theta") ?? config.Positive("rope_theta") ?? DefaultTheta;
        return (theta, scaling is null ? null : ReadScaling(scaling));
    }

    private static RopeScaling.Llama3? ReadScaling(JsonFields fields)
    {
        string? kind = fields.Text("rope_type") ?? fields.Text("type");
        switch (kind)
        {
            case "default":
                return null;
            case "llama3":
                return new RopeScaling.Llama3(
                    fields.RequiredPositive("factor"),
                    fields.RequiredPositive("low_freq_factor"),
                    fields.RequiredPositive("high_freq_factor"),
                    fields.RequiredInteger("original_max_position_embeddings", 1));
            default:
                fields.Add(
                    CheckpointCodes.RopeUnsupported,
                    kind is null
                        ? $"'{fields.NameOf("rope_type")}' is missing."
                        : $"'{fields.NameOf("rope_type")}' is '{kind}', which is not supported.",
                    "Supported are 'default' and 'llama3'. Evaluate this model through a serving engine's endpoint.");
                return null;
        }
    }
}
