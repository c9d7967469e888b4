using ModelGate.Measurement.Accuracy.Comparison;
using ModelGate.Measurement.Tests.Accuracy.Evaluation;
using ModelGate.Numerics.Kernels;

namespace ModelGate.Measurement.Tests.Accuracy.Comparison;

public sealed class LogitComparisonTests
{
    private static ScriptedEngine Engine(Func<int[], float[]> logits, int context = 128) =>
        new() { Logits = logits, ContextLength = context };

    [Fact]
    public void Divergence_of_two_rows_is_the_formula()
    {
        // p = (0.8, 0.2), q = (0.5, 0.5), up to a constant in the logits.
        float[] p = [(float)Math.Log(0.8) + 3, (float)Math.Log(0.2) + 3], q = [-7, -7];
        Assert.Equal((0.8 * Math.Log(0.8 / 0.5)) + (0.2 * Math.Log(0.2 / 0.5)), LogitsRow.Divergence(p, q), 1e-6);
        Assert.Equal(0, LogitsRow.Divergence(p, p), 1e-15);
        Assert.True(double.IsNaN(LogitsRow.Divergence(p, [float.NaN, 0])));
    }

    [Fact]
    public void Compare_counts_every_position_and_the_lowest_of_equal_tokens()
    {
        // Where the last token is odd the candidate prefers the other token; equal logits count as token 0.
        ScriptedEngine baseline = Engine(_ => [1, 1]), candidate = Engine(tokens => tokens[^1] % 2 == 1 ? [0, 1] : [1, 0]);
        DivergenceResult result = new LogitComparison(baseline, candidate)
            .Compare([(4, [0, 1, 2]), (9, [3])], cancel: TestContext.Current.CancellationToken);
        double each = LogitsRow.Divergence([1, 1], [1, 0]);
        Assert.Equal((4, 2, 3), (result.Documents[0].DocumentId, result.Documents[0].Agreements, result.Documents[0].Positions));
        Assert.Equal(3 * each, result.Documents[0].Divergence, 1e-12);
        Assert.Equal((4L, 0.5), (result.Positions, result.Top1Agreement));
        Assert.Equal(each, result.MeanDivergence, 1e-12);
    }

    [Fact]
    public void Windows_with_few_counted_positions_keep_the_text_before_them() => Assert.Equal(
        [(0, 0, 2), (0, 2, 4), (2, 4, 6), (3, 6, 7)], LogitComparison.Windows(7, 4, 2));

    [Theory]
    [InlineData(0, "")]
    [InlineData(3, "0 0 3")]
    [InlineData(4, "0 0 4")]
    [InlineData(5, "0 0 4;1 4 5")]
    [InlineData(9, "0 0 4;4 4 8;5 8 9")]
    public void Windows_count_each_position_once(int length, string expected) => Assert.Equal(
        expected, string.Join(';', LogitComparison.Windows(length, 4, 4).Select(window => $"{window.Start} {window.From} {window.End}")));

    [Fact]
    public void Compare_long_text_is_cut_into_windows()
    {
        ScriptedEngine engine = Engine(tokens => [tokens.Length, 0], context: 4);
        DivergenceResult result = new LogitComparison(engine, engine).Compare(
            [(0, new int[9])], cancel: TestContext.Current.CancellationToken);
        Assert.Equal((9, 9, 0.0), (result.Documents[0].Positions, result.Documents[0].Agreements, result.MeanDivergence));
    }
}
