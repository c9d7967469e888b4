using ModelGate.Measurement.Statistics;

namespace ModelGate.Measurement.Tests.Statistics;

public class BinomialSumTests
{
    [Fact]
    public void UpperTail_of_one_count_is_the_binomial_tail()
    {
        BinomialSum sum = new([new BinomialCell(20, 7, 1)]);
        Assert.Equal(new BinomialDistribution(20, 0.2).AtLeast(7), sum.UpperTail(20 * 0.2), 1e-12);
        Assert.Equal(new BinomialDistribution(20, 0.6).AtMost(7), sum.LowerTail(20 * 0.6), 1e-12);
    }

    [Fact]
    public void Restricted_probabilities_keep_the_mean_and_no_neighbour_is_likelier()
    {
        BinomialCell[] cells = [new(70, 3, -0.7), new(30, 2, 0.7), new(15, 0, -1.3), new(5, 1, 1.3)];
        BinomialSum sum = new(cells);
        const double mean = -4.0;
        double[] rates = sum.Restricted(mean);
        Assert.Equal(mean, cells.Zip(rates, (cell, rate) => cell.Weight * cell.Trials * rate).Sum(), 1e-9);
        double best = LogLikelihood(cells, rates);
        for (int i = 0; i < cells.Length; i++)
        {
            for (int j = 0; j < cells.Length; j++)
            {
                if (i == j) continue;
                double[] moved = [.. rates];
                moved[i] += 1e-4;
                moved[j] -= 1e-4 * cells[i].Weight * cells[i].Trials / (cells[j].Weight * cells[j].Trials);
                if (moved[j] is > 0 and < 1) Assert.True(LogLikelihood(cells, moved) <= best + 1e-9);
            }
        }
    }

    [Fact]
    public void Restricted_puts_unseen_losses_where_a_document_weighs_most()
    {
        BinomialSum sum = new([new BinomialCell(1000, 0, -0.001), new BinomialCell(20, 0, -0.05)]);
        double[] rates = sum.Restricted(-0.1);
        Assert.Equal(0, rates[0], 1e-12);
        Assert.Equal(0.1, rates[1], 1e-9);
    }

    [Fact]
    public void UpperTail_of_unequal_weights_is_the_enumerated_tail_rounded_up()
    {
        BinomialCell[] cells = [new(14, 1, -0.05), new(6, 1, 0.05), new(60, 2, -0.01 / 3), new(40, 3, 0.01 / 3)];
        BinomialSum sum = new(cells);
        foreach (double mean in new[] { -0.15, -0.1, -0.05, 0.0 })
        {
            double[] rates = sum.Restricted(mean);
            double exact = Enumerate(cells, rates, sum.Observed);
            double tail = sum.UpperTail(mean);
            Assert.InRange(tail, exact - 1e-9, exact + 0.01);
        }
    }

    [Fact]
    public void Tails_beyond_the_possible_means_are_certain()
    {
        BinomialSum sum = new([new BinomialCell(10, 4, 1), new BinomialCell(10, 4, -1)]);
        Assert.Equal(0, sum.UpperTail(-10));
        Assert.Equal(1, sum.UpperTail(10));
        Assert.Equal(0, sum.LowerTail(10));
    }

    private static double LogLikelihood(BinomialCell[] cells, double[] rates) => cells.Zip(rates, (cell, rate) =>
        (cell.Count > 0 ? cell.Count * Math.Log(rate) : 0) + (cell.Trials - cell.Count) * Math.Log(1 - rate)).Sum();

    private static double Enumerate(BinomialCell[] cells, double[] rates, double observed)
    {
        return From(0, 0);

        double From(int cell, double sum)
        {
            if (cell == cells.Length) return sum >= observed - 1e-12 ? 1 : 0;
            BinomialDistribution distribution = new(cells[cell].Trials, rates[cell]);
            double tail = 0;
            for (int k = 0; k <= cells[cell].Trials; k++)
            {
                double mass = distribution.Mass(k);
                if (mass > 1e-9) tail += mass * From(cell + 1, sum + k * cells[cell].Weight);
            }

            return tail;
        }
    }
}
