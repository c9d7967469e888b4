using ModelGate.Numerics;
using ModelGate.Quantization.Hessians;
using ModelGate.Quantization.Quantizers;
using ModelGate.Quantization.Schemes;

namespace ModelGate.Quantization.Tests.Quantizers;

public sealed class SmoothQuantTests
{
    private static readonly WorkerPool Pool = new(1);

    [Fact]
    public unsafe void Apply_norm_and_weights_keep_their_product_exactly_to_rounding()
    {
        using WeightMatrix q = Matrices.Gaussian(8, 24, 1);
        using WeightMatrix k = Matrices.Gaussian(4, 24, 2);
        float[][] before = [.. Enumerable.Range(0, 8).Select(row => q.Row(row).ToArray())];
        float[] original = [.. Enumerable.Range(0, 24).Select(i => BFloat16.Round(1 + (i * 0.3f)))];
        var norm = new NormWeight("norm", DType.BF16, [.. original]);
        var peaks = new ChannelMagnitudes(24);
        float[] x = [.. Enumerable.Range(0, 24).Select(i => i == 5 ? -60f : 1 + i)];
        fixed (float* data = x) peaks.Add(data, 1, Pool);

        new SmoothQuant(0.8).Apply(
            norm, [new LinearProblem("q", q, new W8A8Int8(), null), new LinearProblem("k", k, new W8A8Int8(), null)], peaks, Pool);

        Assert.True(norm.IsChanged);
        for (int i = 0; i < 24; i++)
        {
            Assert.Equal(BFloat16.Round(norm.Values[i]), norm.Values[i]);
            double expected = (double)original[i] * before[3][i];
            Assert.Equal(expected, (double)norm.Values[i] * q.Row(3)[i], Math.Abs(expected) * 3e-7);
        }

        // s = max|x|^0.8 / max|w|^0.2, the weights' peak over both matrices.
        float peak = Enumerable.Range(0, 8).Max(row => MathF.Abs(before[row][5]));
        using WeightMatrix untouched = Matrices.Gaussian(4, 24, 2);
        for (int row = 0; row < 4; row++) peak = Math.Max(peak, MathF.Abs(untouched.Row(row)[5]));
        double factor = Math.Pow(60, 0.8) / Math.Pow(peak, 0.2);
        Assert.Equal(BFloat16.Round((float)(original[5] / factor)), norm.Values[5]);
    }

    [Fact]
    public unsafe void Apply_silent_channel_and_zero_norm_stay_finite()
    {
        using WeightMatrix weight = Matrices.Of([0f, 0.5f, 0.25f]);
        var norm = new NormWeight("norm", DType.BF16, [1, 0, 1]);
        var peaks = new ChannelMagnitudes(3);
        float[] x = [0, 2, 3];
        fixed (float* data = x) peaks.Add(data, 1, Pool);
        new SmoothQuant(0.5).Apply(norm, [new LinearProblem("q", weight, new W8A8Int8(), null)], peaks, Pool);
        Assert.All(norm.Values.ToArray(), value => Assert.True(float.IsFinite(value)));
        Assert.All(weight.Row(0).ToArray(), value => Assert.True(float.IsFinite(value)));
        Assert.Equal(0.5f, weight.Row(0)[1]);
    }

    [Fact]
    public void Apply_no_linears_leaves_the_norm()
    {
        var norm = new NormWeight("norm", DType.BF16, [1, 2]);
        new SmoothQuant(0.8).Apply(norm, [], new ChannelMagnitudes(2), Pool);
        Assert.False(norm.IsChanged);
    }
}
