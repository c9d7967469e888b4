using ModelGate.Measurement.Statistics;

namespace ModelGate.Measurement.Tests.Statistics;

public sealed class RatioSequenceTests(ITestOutputHelper output)
{
    private const double Alpha = 0.05, Margin = 0.01, BaselineAccuracy = 0.7;
    private const int Documents = 3000, Runs = 400;

    /// <summary>Looked at after every round, with stopping at the first decision: the wrong verdict is a pass, then a fail.</summary>
    [Theory]
    [InlineData(0.01, 1.0)]
    [InlineData(0.01, 0.6)]
    [InlineData(0.05, 1.0)]
    [InlineData(0.05, 0.6)]
    public void Wrong_verdicts_stay_rare_whenever_one_stops(double flipRate, double lossShare)
    {
        double truth = 1 - flipRate * (2 * lossShare - 1) / BaselineAccuracy;
        (double falsePass, double askedPass) = Rate(truth + Margin, (sequence, limit) =>
            sequence.Value >= limit && sequence.PValueAbove(limit - Margin) <= Alpha);
        (double falseFail, double askedFail) = Rate(truth, (sequence, limit) => sequence.PValueBelow(limit) <= Alpha);
        (double rightPass, double askedRight) = Rate(truth - Margin, (sequence, limit) =>
            sequence.Value >= limit && sequence.PValueAbove(limit - Margin) <= Alpha);
        output.WriteLine($"flips {flipRate:P0} losses {lossShare:P0}: false pass {falsePass:P2} (asked {askedPass:P0}), "
            + $"false fail {falseFail:P2} (asked {askedFail:P0}), true value a margin above the limit: pass {rightPass:P1} "
            + $"(asked {askedRight:P0})");
        double most = Alpha + 3 * Math.Sqrt(Alpha * (1 - Alpha) / Runs);
        Assert.InRange(falsePass, 0, most);
        Assert.InRange(falseFail, 0, most);

        (double Rate, double Asked) Rate(double limit, Func<RatioSequence, double, bool> decides)
        {
            SeededRandom random = new(20241104);
            int decided = 0;
            double asked = 0;
            for (int run = 0; run < Runs; run++)
            {
                List<(double, double)[]> rounds = [];
                int seen = 0;
                while (seen < Documents)
                {
                    int length = Math.Min(150, Documents - seen);
                    rounds.Add([.. Enumerable.Range(0, length).Select(_ => Draw(random, flipRate, lossShare))]);
                    seen += length;
                    if (!decides(new RatioSequence(rounds), limit)) continue;
                    decided++;
                    break;
                }

                asked += (double)seen / Documents;
            }

            return ((double)decided / Runs, asked / Runs);
        }
    }

    [Fact]
    public void Bounds_contain_the_value_and_close_where_nothing_flips()
    {
        double last = double.PositiveInfinity;
        foreach (int rounds in (int[])[2, 8, 32])
        {
            (double, double)[] round = [.. Enumerable.Range(0, 64).Select(i => i % 3 == 0 ? (0.0, 0.0) : (1.0, 1.0))];
            RatioSequence sequence = new(Enumerable.Repeat(round, rounds));
            Interval bounds = sequence.Bounds(0.95);
            Assert.InRange(sequence.Value, bounds.Low, bounds.High);
            Assert.InRange(bounds.HalfWidth, 1e-6, last);
            last = bounds.HalfWidth;
        }
    }

    [Fact]
    public void Rounds_hold_every_document_once_and_each_stratums_share()
    {
        DocumentRounds rounds = new([100, 700, 3], seed: 7);
        for (int stratum = 0; stratum < 3; stratum++)
        {
            int size = new[] { 100, 700, 3 }[stratum], seen = 0;
            int[] all = [.. Enumerable.Range(0, rounds.Count).SelectMany(round => rounds.Of(round, stratum))];
            Assert.Equal(Enumerable.Range(0, size), all.Order());
            for (int round = 0; round < rounds.Count - 1; round++)
            {
                seen += rounds.Of(round, stratum).Count;
                Assert.InRange(seen, size * 64 * (round + 1) / 803.0 - 2, size * 64 * (round + 1) / 803.0 + 2);
            }
        }
    }

    private static (double Candidate, double Baseline) Draw(SeededRandom random, double flipRate, double lossShare)
    {
        bool right = random.NextDouble() < BaselineAccuracy;
        double chance = right ? flipRate * lossShare / BaselineAccuracy : flipRate * (1 - lossShare) / (1 - BaselineAccuracy);
        bool flips = random.NextDouble() < chance;
        return (right != flips ? 1 : 0, right ? 1 : 0);
    }
}
