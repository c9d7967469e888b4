using ModelGate.Numerics;

namespace ModelGate.Quantization.Observers;

/// <summary>
/// Clips the group's peaks where that lowers the rounding error of the whole group: of the scales p·max|w|/divisor with p = 1.00, 0.99 …
/// 0.21, each rounded to BF16, the first with the least Σ|Q(w) − w|^2.4 (the search of IST-DASLab/gptq, <c>quant.py</c>).
/// </summary>
public sealed record Mse : IObserver
{
    private const int Steps = 80;
    private const double StepSize = 0.01;

    public string Name => "mse";

    public float Scale(ReadOnlySpan<float> group, NumberGrid grid)
    {
        float full = MinMax.LargestMagnitude(group) / grid.ScaleDivisor;
        float best = BFloat16.Round(full);
        if (best == 0) return IObserver.ScaleOfZeros;

        // Errors in units of the full scale keep their powers inside the range of FP32 whatever the size of the weights.
        float unit = 1 / full;
        if (!float.IsFinite(unit)) return best;
        float least = float.PositiveInfinity;
        for (int step = 0; step < Steps; step++)
        {
            float scale = BFloat16.Round(full * (float)(1 - (step * StepSize)));
            if (scale == 0) break;
            float error = grid.ClippingErrorAt(group, scale, unit);
            if (error >= least) continue;
            least = error;
            best = scale;
        }

        return best;
    }
}
