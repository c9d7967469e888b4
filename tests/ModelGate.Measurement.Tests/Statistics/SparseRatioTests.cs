using ModelGate.Measurement.Statistics;

namespace ModelGate.Measurement.Tests.Statistics;

public sealed class SparseRatioTests
{
    private const int Documents = 400;

    /// <summary>
    /// A change of a whole mean length in k of n documents: k is Poisson in the limit, and P(X ≤ k) at the bound is the rate of wrong
    /// passes.
    /// </summary>
    [Fact]
    public void Bounds_few_longer_answers_keep_the_wrong_passes()
    {
        for (int changed = 0; changed < SparseRatio.EnoughDifferences; changed++)
        {
            double rate = (Ratio(changed).Bounds(0.95).High - 1) * Documents;
            double term = Math.Exp(-rate), tail = term;
            for (int k = 1; k <= changed; k++) tail += term *= rate / k;
            Assert.True(tail <= 0.06, $"{changed} changed: {tail}");
        }
    }

    [Fact]
    public void Bounds_nothing_changed_are_open_and_shrink_with_the_documents()
    {
        Interval few = new SparseRatio(Lengths(20, 0), Lengths(20, 0)).Bounds(0.95), many = Ratio(0).Bounds(0.95);
        Assert.Equal(1, (few.Low + few.High) / 2, precision: 12);
        Assert.InRange(many.HalfWidth, 1e-6, few.HalfWidth / 10);
    }

    [Fact]
    public void PValues_at_the_bounds_are_one_minus_the_confidence()
    {
        SparseRatio ratio = Ratio(3);
        Interval bounds = ratio.Bounds(0.95);
        Assert.Equal(0.05, ratio.PValueAbove(bounds.Low), precision: 6);
        Assert.Equal(0.05, ratio.PValueBelow(bounds.High), precision: 6);
    }

    private static SparseRatio Ratio(int changed) => new(Lengths(Documents, changed), Lengths(Documents, 0));

    private static double[] Lengths(int documents, int doubled) =>
        [.. Enumerable.Range(0, documents).Select(i => i < doubled ? 40.0 : 20.0)];
}
