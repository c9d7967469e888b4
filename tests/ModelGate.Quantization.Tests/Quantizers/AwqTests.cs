using ModelGate.Numerics;
using ModelGate.Quantization.Hessians;
using ModelGate.Quantization.Observers;
using ModelGate.Quantization.Quantizers;
using ModelGate.Quantization.Schemes;

namespace ModelGate.Quantization.Tests.Quantizers;

public sealed class AwqTests
{
    private static readonly WorkerPool Pool = new(2);
    private static readonly W4A16Int4 Scheme = new(32);

    [Fact]
    public void Prepare_uneven_inputs_lowers_the_output_error_and_keeps_the_function()
    {
        using InputStatistics attention = Matrices.Inputs(400, 64, 1, Pool);
        using InputStatistics down = Matrices.Inputs(400, 96, 2, Pool);
        LinearProblem Linear(string name, int rows, InputStatistics inputs, int seed) =>
            new(name, Matrices.Gaussian(rows, inputs.Width, seed), Scheme, inputs);
        var layer = new DecoderLayerProblem(
            new NormWeight("in", DType.BF16, Ones(64)), new NormWeight("post", DType.BF16, Ones(64)),
            Linear("q", 64, attention, 3), Linear("k", 32, attention, 4), Linear("v", 32, attention, 5), null,
            null, Linear("up", 96, Matrices.Inputs(400, 64, 7, Pool), 6), Linear("down", 64, down, 8));
        QuantizationRecipe recipe = Scheme.DefaultRecipe with { Quantizer = new Awq(), Observer = new MinMax() };
        double[] before = [.. layer.Linears.Select(Error)];
        float[] query = layer.Query!.Weight.Row(2).ToArray();
        float up = layer.Up!.Weight.Row(11)[7], downWeight = layer.Down!.Weight.Row(3)[11];

        IReadOnlyList<ModuleNote> notes = new Awq().Prepare(layer, Pool);

        Assert.Empty(notes);
        double[] after = [.. layer.Linears.Select(Error)];
        Assert.True(after.Sum() < before.Sum() * 0.9, $"{after.Sum()} against {before.Sum()}");
        for (int k = 0; k < 64; k++) Assert.Equal(query[k], layer.Query.Weight.Row(2)[k] * layer.InputNorm.Values[k], 1e-6f);
        Assert.Equal(
            (double)up * downWeight,
            (double)layer.Up.Weight.Row(11)[7] * layer.PostAttentionNorm.Values[7] * layer.Down.Weight.Row(3)[11],
            1e-8);

        double Error(LinearProblem linear)
        {
            using QuantizedMatrix matrix = new Awq().Round(linear, recipe, Pool).Matrix;
            return RoundingError.Of(linear, matrix, Pool).RelativeOutputError!.Value;
        }
    }

    [Fact]
    public void Prepare_grouped_value_heads_and_biased_up_are_not_folded()
    {
        using InputStatistics inputs = Matrices.Inputs(200, 64, 1, Pool);
        var value = new LinearProblem("v", Matrices.Gaussian(32, 64, 2), Scheme, inputs);
        var output = new LinearProblem("o", Matrices.Gaussian(64, 64, 3), Scheme, Matrices.Inputs(200, 64, 4, Pool));
        var up = new LinearProblem("up", Matrices.Gaussian(64, 64, 5), Scheme, Matrices.Inputs(200, 64, 6, Pool), HasBias: true);
        var down = new LinearProblem("down", Matrices.Gaussian(64, 64, 7), Scheme, Matrices.Inputs(200, 64, 8, Pool));
        float o = output.Weight.Row(1)[1], d = down.Weight.Row(1)[1];
        IReadOnlyList<ModuleNote> notes = new Awq().Prepare(
            new DecoderLayerProblem(
                new NormWeight("in", DType.BF16, Ones(64)), new NormWeight("post", DType.BF16, Ones(64)),
                null, null, value, output, null, up, down),
            Pool);
        Assert.Equal(o, output.Weight.Row(1)[1]);
        Assert.Equal(d, down.Weight.Row(1)[1]);
        Assert.Equal(new ModuleNote(NoteLevel.Note, "down", "Its columns are not scaled, because up has a bias."), Assert.Single(notes));
    }

    private static float[] Ones(int count)
    {
        var values = new float[count];
        Array.Fill(values, 1);
        return values;
    }
}
