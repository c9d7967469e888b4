using ModelGate.Numerics;
using ModelGate.Quantization.Hessians;

namespace ModelGate.Quantization.Quantizers;

/// <summary>
/// SmoothQuant (arXiv 2211.10438): moves the peaks of a norm's output channels into the weights that read it, factor
/// s = max|x|^α ÷ max|w|^(1−α) for each channel, so that activations need fewer of the grid's steps for their peaks.
/// </summary>
/// <param name="Alpha">α: 0 moves nothing that matters, 1 makes all activation channels equally large.</param>
public sealed record SmoothQuant(double Alpha)
{
    private const double Floor = 1e-5;

    /// <summary>Divides the norm and multiplies the weights' columns by what the rounded norm really divides by.</summary>
    /// <param name="linears">All linears that read the norm; none does nothing.</param>
    /// <param name="inputs">Of the original model, seen by these linears.</param>
    public void Apply(NormWeight norm, IReadOnlyList<LinearProblem> linears, ChannelMagnitudes inputs, WorkerPool pool)
    {
        if (linears.Count == 0) return;
        var factors = new float[norm.Values.Length];
        for (int k = 0; k < factors.Length; k++)
        {
            float weight = linears.Max(linear => ColumnPeak(linear.Weight, k));
            factors[k] = (float)Math.Max(Math.Pow(inputs.Largest[k], Alpha) / Math.Pow(Math.Max(weight, Floor), 1 - Alpha), Floor);
        }

        float[] ratios = norm.Divide(factors);
        foreach (LinearProblem linear in linears) ColumnScaling.Multiply(linear.Weight, ratios, pool);
    }

    private static float ColumnPeak(WeightMatrix weight, int column)
    {
        float peak = 0;
        for (int row = 0; row < weight.Rows; row++) peak = Math.Max(peak, MathF.Abs(weight.Row(row)[column]));
        return peak;
    }
}
