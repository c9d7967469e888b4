using ModelGate.Numerics;
using ModelGate.Quantization.Hessians;
using ModelGate.Quantization.Observers;

namespace ModelGate.Quantization.Quantizers;

/// <summary>Finds the channel scales of linears that share an input.</summary>
internal sealed class AwqSearch(IReadOnlyList<LinearProblem> linears, InputStatistics inputs, WorkerPool pool)
{
    private const int Candidates = 20;
    private const double Floor = 1e-4;
    private const double GroupFloor = 1e-6;

    /// <summary>
    /// Of the scales 1 and x^r ÷ (w^(1−r) + 1e-4), r = 0, 1/18 … 1, x the channel's mean |x| and w the mean of its |w| over the peak of its
    /// group, each normalised by √(max·min): the one with the least output error; of equal ones the first.
    /// </summary>
    /// <returns>(K) positive factors for the columns.</returns>
    public float[] Best()
    {
        double[] weights = RelativeMagnitudes();
        float[] best = new float[inputs.Width];
        Array.Fill(best, 1f);
        double least = Loss(best);
        for (int candidate = 1; candidate < Candidates; candidate++)
        {
            float[] factors = Factors(weights, (candidate - 1) / (Candidates - 2.0));
            double loss = Loss(factors);
            if (!(loss < least)) continue;
            least = loss;
            best = factors;
        }

        return best;
    }

    private float[] Factors(double[] weights, double ratio)
    {
        var factors = new double[weights.Length];
        for (int k = 0; k < factors.Length; k++)
        {
            double scale = Math.Pow(inputs.Magnitudes.Mean(k), ratio) / (Math.Pow(weights[k], 1 - ratio) + Floor);
            factors[k] = Math.Max(scale, Floor);
        }

        double middle = Math.Sqrt(factors.Max() * factors.Min());
        return [.. factors.Select(factor => (float)(factor / middle))];
    }

    /// <summary>(K) mean over all rows of |w| ÷ (largest |w| of its group + 1e-6).</summary>
    private double[] RelativeMagnitudes()
    {
        var means = new double[inputs.Width];
        int rows = linears.Sum(linear => linear.Weight.Rows);
        foreach (LinearProblem linear in linears)
        {
            int group = linear.Scheme.Granularity.ColumnsPerScale(inputs.Width);
            for (int row = 0; row < linear.Weight.Rows; row++)
            {
                ReadOnlySpan<float> values = linear.Weight.Row(row);
                for (int start = 0; start < values.Length; start += group)
                {
                    double peak = MinMax.LargestMagnitude(values.Slice(start, group)) + GroupFloor;
                    for (int k = start; k < start + group; k++) means[k] += Math.Abs(values[k]) / peak / rows;
                }
            }
        }

        return means;
    }

    /// <summary>Squared output error of all linears if their columns were scaled, rounded to nearest (min-max) and scaled back.</summary>
    private double Loss(float[] factors) => linears.Sum(linear =>
    {
        const int tileRows = RoundingError.TileRows;
        int columns = inputs.Width;
        int tiles = (linear.Weight.Rows + tileRows - 1) / tileRows;
        int group = linear.Scheme.Granularity.ColumnsPerScale(columns);
        var losses = new double[tiles];
        pool.Run(tiles, (tile, _) =>
        {
            float[] differences = new float[tileRows * columns];
            float[] scaled = new float[columns];
            for (int r = 0; r < Math.Min(tileRows, linear.Weight.Rows - (tile * tileRows)); r++)
            {
                ReadOnlySpan<float> weights = linear.Weight.Row((tile * tileRows) + r);
                for (int k = 0; k < columns; k++) scaled[k] = weights[k] * factors[k];
                Span<float> row = differences.AsSpan(r * columns, columns);
                for (int start = 0; start < columns; start += group)
                {
                    float scale = new MinMax().Scale(scaled.AsSpan(start, group), linear.Scheme.Weights);
                    for (int k = start; k < start + group; k++)
                        row[k] = (linear.Scheme.Weights.Nearest(scaled[k] / scale) * scale / factors[k]) - weights[k];
                }
            }

            losses[tile] = RoundingError.QuadraticForm(inputs, differences);
        });
        return losses.Sum();
    });
}
