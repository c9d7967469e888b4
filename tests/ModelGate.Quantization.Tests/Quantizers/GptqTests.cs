using ModelGate.Numerics;
using ModelGate.Quantization.Hessians;
using ModelGate.Quantization.Observers;
using ModelGate.Quantization.Quantizers;
using ModelGate.Quantization.Schemes;

namespace ModelGate.Quantization.Tests.Quantizers;

public sealed class GptqTests
{
    private static readonly WorkerPool Pool = new(2);

    [Fact]
    public void Round_toy_example_of_the_method_reference_matches()
    {
        using WeightMatrix weight = Matrices.Of([0.47f, -0.31f]);
        using InputStatistics inputs = Matrices.WithHessian([2, 1, 1, 2], 2);
        var problem = new LinearProblem("toy", weight, new W8A8Int8(), inputs);
        QuantizationRecipe recipe = new W8A8Int8().DefaultRecipe with { Observer = new FixedScale(0.2f) };
        using QuantizedMatrix gptq = new Gptq().Round(problem, recipe, Pool).Matrix;
        using QuantizedMatrix nearest = new RoundToNearest().Round(problem, recipe, Pool).Matrix;
        Assert.Equal([2, -1], Matrices.Signed(gptq));
        Assert.Equal([2, -2], Matrices.Signed(nearest));

        // Δᵀ·H·Δ over wᵀ·H·w.
        double signal = (2 * 0.47 * 0.47) + (2 * 0.31 * 0.31) - (2 * 0.47 * 0.31);
        Assert.Equal(0.0186, RoundingError.Of(problem, gptq, Pool).RelativeOutputError!.Value * signal, 1e-4);
        Assert.Equal(0.0386, RoundingError.Of(problem, nearest, Pool).RelativeOutputError!.Value * signal, 1e-4);
    }

    [Theory]
    [InlineData("w8a8-int8", 6, 40, ActivationOrder.None)]
    [InlineData("w8a8-int8", 9, 301, ActivationOrder.Weight)]
    [InlineData("w4a16-int4", 5, 160, ActivationOrder.None)]
    [InlineData("w4a16-int4", 7, 320, ActivationOrder.Weight)]
    [InlineData("w8a8-fp8", 4, 150, ActivationOrder.None)]
    public void Round_matches_a_column_by_column_sweep_in_double_precision(string name, int rows, int columns, ActivationOrder order)
    {
        QuantizationScheme scheme = name switch
        {
            "w8a8-int8" => new W8A8Int8(),
            "w8a8-fp8" => new W8A8Fp8(),
            _ => new W4A16Int4(32),
        };
        using WeightMatrix weight = Matrices.Gaussian(rows, columns, 11);
        using InputStatistics inputs = Matrices.Inputs(2 * columns, columns, 12, Pool);
        var problem = new LinearProblem(name, weight, scheme, inputs);
        QuantizationRecipe recipe = scheme.DefaultRecipe with { Quantizer = new Gptq(), Observer = new MinMax(), ActivationOrder = order };
        using QuantizedMatrix matrix = new Gptq().Round(problem, recipe, Pool).Matrix;
        int[] expected = GptqReference.Values(problem, matrix, order, 0.01);
        int[] found = [.. Matrices.Codes(matrix).Select(code => (int)(matrix.Grid.Decode(code) * 512))];

        // A code may flip where a value lies within FP32 noise of the middle of two codes, and flips spread to later columns of that row.
        int differing = expected.Zip(found).Count(pair => pair.First != pair.Second);
        Assert.InRange(differing, 0, rows * columns / 50);
    }

    [Theory]
    [InlineData(ActivationOrder.None)]
    [InlineData(ActivationOrder.Weight)]
    public void Round_dependent_inputs_beats_nearest_on_outputs(ActivationOrder order)
    {
        var scheme = new W4A16Int4(64);
        using WeightMatrix weight = Matrices.Gaussian(32, 192, 3);
        using InputStatistics inputs = Matrices.Inputs(600, 192, 4, Pool);
        var problem = new LinearProblem("layer", weight, scheme, inputs);
        QuantizationRecipe recipe = scheme.DefaultRecipe with { ActivationOrder = order };
        using QuantizedMatrix gptq = new Gptq().Round(problem, recipe, Pool).Matrix;
        using QuantizedMatrix nearest = new RoundToNearest().Round(problem, recipe, Pool).Matrix;
        Assert.True(
            RoundingError.Of(problem, gptq, Pool).RelativeOutputError < 0.8 * RoundingError.Of(problem, nearest, Pool).RelativeOutputError);
    }

    [Fact]
    public void Round_number_of_threads_does_not_change_a_byte()
    {
        var scheme = new W4A16Int4(32);
        using WeightMatrix weight = Matrices.Gaussian(37, 288, 3);
        using InputStatistics inputs = Matrices.Inputs(400, 288, 4, Pool);
        var problem = new LinearProblem("layer", weight, scheme, inputs);
        byte[][] results = [.. new[] { 1, 2, 5 }.Select(threads =>
        {
            using var pool = new WorkerPool(threads);
            using QuantizedMatrix matrix = new Gptq().Round(problem, scheme.DefaultRecipe, pool).Matrix;
            return Matrices.Codes(matrix);
        })];
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    [Fact]
    public void Round_dead_column_gets_zero_codes_and_a_note()
    {
        float[] x = new float[300 * 40];
        var random = new Random(2);
        for (int i = 0; i < x.Length; i++) x[i] = i % 40 == 7 ? 0 : Matrices.Normal(random);
        using WeightMatrix weight = Matrices.Gaussian(6, 40, 5);
        using InputStatistics inputs = Matrices.Inputs(x, 40, Pool);
        RoundedLinear rounded = new Gptq().Round(
            new LinearProblem("layer", weight, new W8A8Int8(), inputs), new W8A8Int8().DefaultRecipe, Pool);
        using QuantizedMatrix matrix = rounded.Matrix;
        for (int row = 0; row < 6; row++) Assert.Equal(0, matrix.CodesOf(row)[7]);
        Assert.Contains("1 of 40 input channels", Assert.Single(rounded.Notes).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Round_fewer_tokens_than_columns_works_with_the_damping_alone()
    {
        using WeightMatrix weight = Matrices.Gaussian(4, 96, 5);
        using InputStatistics inputs = Matrices.Inputs(10, 96, 6, Pool);
        RoundedLinear rounded = new Gptq().Round(
            new LinearProblem("layer", weight, new W4A16Int4(32), inputs), new W4A16Int4(32).DefaultRecipe, Pool);
        rounded.Matrix.Dispose();
        Assert.Empty(rounded.Notes);
    }

    [Fact]
    public void Round_hessian_beyond_repair_rounds_to_nearest_and_says_so()
    {
        using WeightMatrix weight = Matrices.Gaussian(2, 2, 5);
        using InputStatistics inputs = Matrices.WithHessian([1, 30, 30, 1], 2);
        var problem = new LinearProblem("layer", weight, new W8A8Int8(), inputs);
        RoundedLinear rounded = new Gptq().Round(problem, new W8A8Int8().DefaultRecipe, Pool);
        using QuantizedMatrix matrix = rounded.Matrix;
        using QuantizedMatrix nearest = new RoundToNearest().Round(problem, new W8A8Int8().DefaultRecipe, Pool).Matrix;
        Assert.Equal(Matrices.Codes(nearest), Matrices.Codes(matrix));
        Assert.Contains("rounded to nearest instead", Assert.Single(rounded.Notes).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Round_hessian_slightly_indefinite_notes_the_raised_damping()
    {
        using WeightMatrix weight = Matrices.Gaussian(2, 2, 5);
        using InputStatistics inputs = Matrices.WithHessian([1, 1.05f, 1.05f, 1], 2);
        RoundedLinear rounded = new Gptq().Round(
            new LinearProblem("layer", weight, new W8A8Int8(), inputs), new W8A8Int8().DefaultRecipe, Pool);
        rounded.Matrix.Dispose();
        Assert.Equal(
            new ModuleNote(NoteLevel.Warning, "layer", "The Hessian is not positive definite: damping raised from 0.01 to 0.06."),
            Assert.Single(rounded.Notes));
    }
}
