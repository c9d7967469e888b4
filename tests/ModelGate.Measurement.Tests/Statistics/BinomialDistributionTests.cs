using System.Numerics;
using ModelGate.Measurement.Statistics;

namespace ModelGate.Measurement.Tests.Statistics;

public class BinomialDistributionTests
{
    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(20, 0.05)]
    [InlineData(20, 0.95)]
    [InlineData(1000, 0.3)]
    [InlineData(14042, 0.00001)]
    public void Mass_summed_over_all_counts_is_one(int trials, double probability)
    {
        BinomialDistribution distribution = new(trials, probability);
        double sum = Enumerable.Range(0, trials + 1).Sum(distribution.Mass);
        Assert.Equal(1, sum, 1e-10);
    }

    [Fact]
    public void AtMost_of_a_half_equals_exact_integer_arithmetic()
    {
        BigInteger ways = 0, coefficient = 1;
        for (int k = 0; k <= 40; k++)
        {
            ways += coefficient;
            coefficient = coefficient * (100 - k) / (k + 1);
        }

        double expected = (double)ways / Math.Pow(2, 100);
        Assert.Equal(1, new BinomialDistribution(100, 0.5).AtMost(40) / expected, 1e-12);
    }

    [Fact]
    public void Tails_overlap_in_one_mass()
    {
        BinomialDistribution distribution = new(37, 0.2);
        Assert.Equal(1 + distribution.Mass(9), distribution.AtMost(9) + distribution.AtLeast(9), 1e-12);
    }

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(1.0, 5)]
    public void Mass_of_a_certain_outcome_is_one(double probability, int count) =>
        Assert.Equal(1, new BinomialDistribution(5, probability).Mass(count));

    [Fact]
    public void LogFactorial_equals_the_sum_of_logarithms()
    {
        double sum = 0;
        for (int n = 1; n <= 3000; n++)
        {
            sum += Math.Log(n);
            Assert.Equal(sum, BinomialDistribution.LogFactorial(n), 1e-12 * Math.Max(1, sum) + 1e-12);
        }
    }

    [Theory]
    [InlineData(0.95, 1.6448536269514722)]
    [InlineData(0.975, 1.9599639845400545)]
    [InlineData(0.001, -3.090232306167813)]
    [InlineData(0.5, 0)]
    public void Normal_quantile_is_the_tabulated_one(double p, double z)
    {
        Assert.Equal(z, NormalDistribution.Quantile(p), 1e-8);
        Assert.Equal(p, NormalDistribution.Cumulative(z), 1e-12);
    }
}
