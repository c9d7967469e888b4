using ModelGate.Numerics;

namespace ModelGate.Quantization.Hessians;

/// <summary>Largest and mean |x| of each input channel over the tokens seen.</summary>
public sealed unsafe class ChannelMagnitudes(int width)
{
    private const int StripeChannels = 64;

    private readonly float[] largest = new float[width];
    private readonly double[] sums = new double[width];

    public long Tokens { get; private set; }

    /// <summary>(K) max|x|.</summary>
    public ReadOnlySpan<float> Largest => largest;

    /// <param name="x">(tokens × K), row-major.</param>
    public void Add(float* x, int tokens, WorkerPool pool)
    {
        pool.Run((width + StripeChannels - 1) / StripeChannels, (stripe, _) =>
        {
            int first = stripe * StripeChannels, end = Math.Min(first + StripeChannels, width);
            for (int t = 0; t < tokens; t++)
            {
                float* row = x + ((nint)t * width);
                for (int k = first; k < end; k++)
                {
                    float magnitude = MathF.Abs(row[k]);
                    largest[k] = Math.Max(largest[k], magnitude);
                    sums[k] += magnitude;
                }
            }
        });
        Tokens += tokens;
    }

    /// <summary>Mean |x| of a channel; 0 before the first token.</summary>
    public double Mean(int channel) => Tokens == 0 ? 0 : sums[channel] / Tokens;

    /// <summary>The magnitudes of inputs divided by <paramref name="factors"/> channel by channel.</summary>
    public void Divide(ReadOnlySpan<float> factors)
    {
        for (int k = 0; k < width; k++)
        {
            largest[k] /= factors[k];
            sums[k] /= factors[k];
        }
    }
}
