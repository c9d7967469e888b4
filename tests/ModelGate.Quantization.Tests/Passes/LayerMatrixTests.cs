using ModelGate.Numerics;
using ModelGate.Quantization.Passes;
using ModelGate.Quantization.Quantizers;
using ModelGate.Quantization.Schemes;

namespace ModelGate.Quantization.Tests.Passes;

public sealed unsafe class LayerMatrixTests
{
    private const int Columns = 96, Tokens = 5;

    private static readonly WorkerPool Pool = new(2);

    [Theory]
    [InlineData("w4a16-int4")]
    [InlineData("w8a8-int8")]
    [InlineData("w8a8-fp8")]
    public void Of_stacked_quantized_weights_multiplies_as_the_codes_and_the_activation_format_say(string name)
    {
        QuantizationScheme scheme = name switch { "w8a8-int8" => new W8A8Int8(), "w8a8-fp8" => new W8A8Fp8(), _ => new W4A16Int4(32) };
        using WeightMatrix first = Matrices.Gaussian(7, Columns, 1);
        using WeightMatrix second = Matrices.Gaussian(33, Columns, 2);
        using QuantizedMatrix a = Round(first, scheme);
        using QuantizedMatrix b = Round(second, scheme);
        using LayerMatrix matrix = LayerMatrix.Of([a, b], Pool);
        float[] x = [.. Enumerable.Range(0, Tokens * Columns).Select(i => Matrices.Normal(new Random(i)))];
        float[] y = new float[Tokens * 40];
        fixed (float* input = x)
        fixed (float* output = y)
        {
            matrix.Matrix.Multiply(input, Tokens, output, 40, Pool);
        }

        float[] row = new float[Columns];
        for (int n = 0; n < 40; n++)
        {
            if (n < 7) a.Dequantize(n, row);
            else b.Dequantize(n - 7, row);
            for (int t = 0; t < Tokens; t++)
            {
                float[] token = Rounded(x[(t * Columns)..((t + 1) * Columns)], scheme.Activations);
                double expected = 0, magnitude = 0;
                for (int k = 0; k < Columns; k++)
                {
                    expected += (double)token[k] * row[k];
                    magnitude += Math.Abs((double)token[k] * row[k]);
                }

                Assert.InRange(y[(t * 40) + n] - expected, -magnitude * (Columns + 4) * Math.Pow(2, -24),
                    magnitude * (Columns + 4) * Math.Pow(2, -24));
            }
        }
    }

    /// <summary>absmax/127 or absmax/448 for each token, as serving engines do.</summary>
    private static float[] Rounded(float[] token, NumberGrid? grid)
    {
        if (grid is null) return token;
        float scale = token.Max(MathF.Abs) / (grid is NumberGrid.E4M3 ? 448 : 127);
        return [.. token.Select(value => grid.Nearest(value / scale) * scale)];
    }

    private static QuantizedMatrix Round(WeightMatrix weight, QuantizationScheme scheme) =>
        new RoundToNearest().Round(new LinearProblem("layer", weight, scheme, null), scheme.DefaultRecipe, Pool).Matrix;
}
