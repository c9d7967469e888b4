using ModelGate.Models.Checkpoints;

namespace ModelGate.Models.Architectures;

/// <summary>cos and sin of every rotary angle, position · frequency, computed in double and stored as FP32; grows with the positions in use.</summary>
internal sealed class RopeTable(ModelConfig config)
{
    private const int GrowthPositions = 256;

    private readonly double[] frequencies = Frequencies(config.HeadDim, config.RopeTheta, config.RopeScaling);
    private float[] cos = [];
    private float[] sin = [];

    /// <summary>Head dimension ÷ 2: dimension i turns with dimension i + half (the split-half convention of Hugging Face checkpoints).</summary>
    public int Half => frequencies.Length;

    /// <summary>[position][half].</summary>
    public float[] Cos => cos;

    public float[] Sin => sin;

    public void Cover(int positions)
    {
        if (positions * Half <= cos.Length) return;
        int known = cos.Length / Half;
        int wanted = Math.Max(positions, Math.Min(2 * known, known + (16 * GrowthPositions)));
        wanted = (wanted + GrowthPositions - 1) / GrowthPositions * GrowthPositions;
        Array.Resize(ref cos, wanted * Half);
        Array.Resize(ref sin, wanted * Half);
        for (int position = known; position < wanted; position++)
        {
            for (int i = 0; i < Half; i++)
            {
                (double s, double c) = Math.SinCos(position * frequencies[i]);
                (cos[(position * Half) + i], sin[(position * Half) + i]) = ((float)c, (float)s);
            }
        }
    }

    /// <summary>θ^(−2i/d) for i below d/2, scaled as <paramref name="scaling"/> says.</summary>
    internal static double[] Frequencies(int headDim, double theta, RopeScaling? scaling)
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
