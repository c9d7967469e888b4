using ModelGate.Measurement.Statistics;

namespace ModelGate.Measurement.Tests.Statistics;

public class StratifiedRatioTests
{
    [Fact]
    public void OfSums_is_the_ratio_of_sums_not_the_mean_of_ratios()
    {
        IEstimate ratio = StratifiedRatio.OfSums([1, 2, 9], [1, 1, 10]);
        Assert.Equal(1.0, ratio.Value, 1e-12);
        Assert.Equal(3, ratio.Samples);
    }

    [Fact]
    public void Bounds_of_many_documents_approach_the_normal_interval()
    {
        SeededRandom random = new(5);
        double[] x = [.. Enumerable.Range(0, 3000).Select(_ => random.NextDouble())];
        Interval bounds = StratifiedRatio.OfMean(x, "").Bounds(0.95);
        double expected = 1.6449 * Math.Sqrt(1.0 / 12 / 3000);
        Assert.InRange(bounds.HalfWidth / expected, 0.95, 1.05);
    }

    [Fact]
    public void Bounds_of_one_document_bound_nothing()
    {
        IEstimate estimate = StratifiedRatio.OfSums([2], [3]);
        Assert.Equal(double.NegativeInfinity, estimate.Bounds(0.95).Low);
        Assert.Equal(double.PositiveInfinity, estimate.Bounds(0.95).High);
        Assert.Equal(1, estimate.PValueAbove(-100));
    }

    [Fact]
    public void Bounds_cover_a_skewed_mean_about_as_often_as_they_say()
    {
        SeededRandom random = new(11);
        int lowMisses = 0, highMisses = 0;
        const int runs = 300;
        for (int run = 0; run < runs; run++)
        {
            double[] sample = [.. Enumerable.Range(0, 40).Select(_ => -Math.Log(1 - random.NextDouble()))];
            Interval bounds = StratifiedRatio.OfMean(sample, "").Bounds(0.95);
            if (bounds.Low > 1) lowMisses++;
            if (bounds.High < 1) highMisses++;
        }

        double most = 0.06 + 3 * Math.Sqrt(0.06 * 0.94 / runs);
        Assert.InRange((double)lowMisses / runs, 0, most);
        Assert.InRange((double)highMisses / runs, 0, most);
    }

    [Fact]
    public void Value_with_floors_is_normalised_in_each_stratum()
    {
        IEstimate ratio = StratifiedRatio.Of(
        [
            new(1 / 0.75, [1, 0, 0, 1], [1, 1, 0, 1], Floor: 0.25),
            new(1 / 0.5, [0, 0, 1, 0], [1, 1, 1, 1], Floor: 0.5),
        ]);
        // (0.5 − 0.25)/0.75 + 0, held at the floor, over (0.75 − 0.25)/0.75 + 1
        Assert.Equal((0.25 / 0.75) / (0.5 / 0.75 + 1), ratio.Value, 1e-12);
    }

    [Fact]
    public void Bounds_resample_each_stratum_on_its_own()
    {
        // Strata without spread inside them leave no doubt, however far apart they are.
        IEstimate ratio = StratifiedRatio.Of([new(1, [0.9, 0.9, 0.9], [1, 1, 1]), new(1, [0.1, 0.1], [0.5, 0.5])]);
        Assert.Equal(1 / 1.5, ratio.Value, 1e-12);
        Assert.Equal(0, ratio.Bounds(0.95).HalfWidth, 1e-12);
    }
}
