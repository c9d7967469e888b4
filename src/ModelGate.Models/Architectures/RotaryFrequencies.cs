using ModelGate.Models.Checkpoints;

namespace ModelGate.Models.Architectures;

/// <summary>How fast each pair of dimensions turns, in radians per position.</summary>
internal static class RotaryFrequencies
{
    public static double[] Of(ModelConfig config) => Of(config.HeadDim, config.RopeTheta, config.RopeScaling);

    /// <summary>θ^(−2i/d) for i below d/2, scaled as <paramref name="scaling"/> says.</summary>
    public static double[] Of(int headDim, double theta, RopeScaling? scaling)
    {
        var frequencies = new double[headDim / 2];
        for (int i = 0; i < frequencies.Length; i++)
        {
            double frequency = Math.Pow(theta, -2.0 * i / headDim);
            frequencies[i] = scaling switch
            {
                null => frequency,
                RopeScaling.Llama3 llama3 => Scale(llama3, frequency),
                _ => throw new NotSupportedException($"Rotary scaling {scaling} is not implemented."),
            };
        }

        return frequencies;
    }

    private static double Scale(RopeScaling.Llama3 scaling, double frequency)
    {
        double wavelength = 2 * Math.PI / frequency;
        if (wavelength < scaling.OriginalMaxPositions / scaling.HighFrequencyFactor) return frequency;
        if (wavelength > scaling.OriginalMaxPositions / scaling.LowFrequencyFactor) return frequency / scaling.Factor;
        double smooth = ((scaling.OriginalMaxPositions / wavelength) - scaling.LowFrequencyFactor)
            / (scaling.HighFrequencyFactor - scaling.LowFrequencyFactor);
        return ((1 - smooth) * frequency / scaling.Factor) + (smooth * frequency);
    }
}
