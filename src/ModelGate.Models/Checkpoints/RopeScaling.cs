namespace ModelGate.Models.Checkpoints;

/// <summary>How rotary frequencies differ from θ^(−2i/d).</summary>
public abstract record RopeScaling
{
    private RopeScaling()
    {
    }

    /// <summary>
    /// Llama 3.1: wavelengths below original/high are kept, above original/low divided by the factor, between interpolated
    /// (transformers, modeling_rope_utils.py, <c>_compute_llama3_parameters</c>).
    /// </summary>
    /// <param name="OriginalMaxPositions">Context of the pre-training, in tokens.</param>
    public sealed record Llama3(double Factor, double LowFrequencyFactor, double HighFrequencyFactor, int OriginalMaxPositions)
        : RopeScaling;
}
