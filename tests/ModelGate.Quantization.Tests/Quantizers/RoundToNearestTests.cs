using ModelGate.Numerics;
using ModelGate.Quantization.Observers;
using ModelGate.Quantization.Quantizers;
using ModelGate.Quantization.Schemes;

namespace ModelGate.Quantization.Tests.Quantizers;

public sealed class RoundToNearestTests
{
    [Fact]
    public void Round_int4_example_of_the_format_reference_matches()
    {
        float[] row = new float[32];
        float[] example = [0.10f, -0.30f, 0.02f, 0.29f, -0.15f, 0.07f, 0, -0.21f];
        for (int k = 0; k < 8; k++) row[k] = BFloat16.Round(example[k]);
        using QuantizedMatrix matrix = Round(new W4A16Int4(32), Matrices.Of(row));
        Assert.Equal([2, -8, 0, 7, -4, 2, 0, -5], Matrices.Signed(matrix)[..8]);
        float[] values = new float[32];
        matrix.Dequantize(0, values);
        Assert.Equal(-0.3203125f, values[1]);
        Assert.Equal(0, values[31]);
    }

    [Fact]
    public void Round_fp8_example_of_the_format_reference_matches()
    {
        float[] row = [BFloat16.Round(0.30f), BFloat16.Round(-0.15f), BFloat16.Round(0.07f), BFloat16.Round(0.001f)];
        using QuantizedMatrix matrix = Round(new W8A8Fp8(), Matrices.Of(row));
        Assert.Equal([0x7E, 0xF6, 0x6D, 0x3C], Matrices.Codes(matrix));
    }

    [Fact]
    public void Round_row_of_zeros_has_codes_of_zero_and_a_positive_scale()
    {
        using QuantizedMatrix matrix = Round(
            new W8A8Int8(), Matrices.Of(new float[48], [.. Enumerable.Range(-24, 48).Select(i => (float)i)]));
        Assert.All(Matrices.Codes(matrix)[..48], code => Assert.Equal(0, code));
        Assert.Equal(1f / 128, Matrices.Scales(matrix)[0]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 17)]
    [InlineData(5, 160)]
    public void Round_any_shape_errs_by_half_a_step_at_most(int rows, int columns)
    {
        using WeightMatrix weight = Matrices.Gaussian(rows, columns, 4);
        using QuantizedMatrix matrix = Round(new W8A8Int8(), weight);
        float[] values = new float[columns];
        for (int row = 0; row < rows; row++)
        {
            matrix.Dequantize(row, values);
            float peak = MinMax.LargestMagnitude(weight.Row(row));
            float scale = matrix.ScalesOf(row)[0];
            for (int k = 0; k < columns; k++)
            {
                // The scale was rounded to BF16 (2⁻⁹ relative), and the positive peak may meet the missing code 128.
                float bound = scale * (0.5f + (MathF.Abs(weight.Row(row)[k]) == peak ? 0.5f : 0)) * 1.01f;
                Assert.InRange(values[k] - weight.Row(row)[k], -bound, bound);
            }
        }
    }

    [Fact]
    public void NewMatrix_group_that_does_not_divide_is_refused()
    {
        using WeightMatrix weight = Matrices.Gaussian(2, 96, 1);
        Assert.Throws<ArgumentException>(() => new LinearProblem("layer", weight, new W4A16Int4(64), null).NewMatrix());
    }

    private static QuantizedMatrix Round(QuantizationScheme scheme, WeightMatrix weight)
    {
        using var pool = new WorkerPool(2);
        var problem = new LinearProblem("layer", weight, scheme, null);
        return new RoundToNearest().Round(problem, scheme.DefaultRecipe with { Observer = new MinMax() }, pool).Matrix;
    }
}
