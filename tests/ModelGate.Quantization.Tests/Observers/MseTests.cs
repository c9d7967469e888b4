using ModelGate.Numerics;
using ModelGate.Quantization.Observers;

namespace ModelGate.Quantization.Tests.Observers;

public sealed class MseTests
{
    private static readonly NumberGrid Int4 = new NumberGrid.SignedInteger(4);

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(128)]
    [InlineData(130)]
    public void Scale_matches_a_search_in_double_precision(int length)
    {
        var random = new Random(length);
        int differing = 0;
        for (int round = 0; round < 50; round++)
        {
            float[] group = [.. Enumerable.Range(0, length).Select(_ => Matrices.Normal(random) * 0.03f)];
            float found = new Mse().Scale(group, Int4);
            (float best, double least) = Search(group, Int4);

            // Nearly equal errors may be told apart by rounding only; the scale found must then be as good.
            if (found != best) differing++;
            Assert.InRange(Error(group, found, Int4), 0, least * (1 + 1e-4));
        }

        Assert.InRange(differing, 0, 2);
    }

    [Fact]
    public void Scale_one_outlier_among_many_weights_is_clipped()
    {
        var random = new Random(3);
        float[] group = [.. Enumerable.Range(0, 128).Select(_ => Matrices.Normal(random))];
        group[5] = 6;
        Assert.InRange(new Mse().Scale(group, Int4), 0.2f, new MinMax().Scale(group, Int4) * 0.95f);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1e-42f)]
    public void Scale_group_of_zeros_is_machine_epsilon(float weight) =>
        Assert.Equal(1f / 128, new Mse().Scale([weight, -weight, 0], Int4));

    [Theory]
    [InlineData(1e-30f)]
    [InlineData(1e30f)]
    public void Scale_weights_of_any_size_give_the_same_search(float size)
    {
        var random = new Random(8);
        float[] group = [.. Enumerable.Range(0, 64).Select(_ => Matrices.Normal(random))];
        float unit = MathF.ScaleB(1, (int)MathF.Log2(size));
        float[] scaled = [.. group.Select(weight => weight * unit)];
        Assert.Equal(new Mse().Scale(group, Int4) * unit, new Mse().Scale(scaled, Int4));
    }

    private static (float Best, double Least) Search(float[] group, NumberGrid grid)
    {
        float full = group.Max(MathF.Abs) / grid.ScaleDivisor;
        (float, double) best = (0, double.PositiveInfinity);
        for (int step = 0; step < 80; step++)
        {
            float scale = BFloat16.Round(full * (float)(1 - (step / 100.0)));
            double error = Error(group, scale, grid);
            if (error < best.Item2) best = (scale, error);
        }

        return best;
    }

    private static double Error(float[] group, float scale, NumberGrid grid) =>
        group.Sum(weight => Math.Pow(Math.Abs((grid.Nearest(weight / scale) * (double)scale) - weight), 2.4));
}
