using ModelGate.Numerics.Kernels;

namespace ModelGate.Numerics.Tests.Kernels;

public sealed class LogitsRowTests
{
    private static readonly int[] Widths = [1, 2, 7, 8, 9, 16, 31, 32, 33, 1024, 1031];

    [Fact]
    public void ArgMax_equal_logits_gives_the_lowest_id()
    {
        float[] logits = new float[100];
        foreach (int at in (int[])[93, 42, 17, 3])
        {
            logits[at] = 5f;
            Assert.Equal(at, LogitsRow.ArgMax(logits));
        }
    }

    [Fact]
    public void ArgMax_nan_never_wins()
    {
        Assert.Equal(2, LogitsRow.ArgMax([float.NaN, -3f, -1f, float.NaN]));
        float[] logits = SeededNumbers.Floats(64, 1);
        logits[40] = 1e9f;
        logits[39] = logits[41] = logits[48] = float.NaN;
        Assert.Equal(40, LogitsRow.ArgMax(logits));
        Assert.Equal(0, LogitsRow.ArgMax([float.NaN, float.NaN]));
        Assert.Equal(1, LogitsRow.ArgMax([float.NaN, float.NegativeInfinity]));
    }

    [Fact]
    public void LogSumExp_any_width_agrees_with_the_library_and_with_the_scalar_lanes()
    {
        foreach (int width in Widths)
        {
            float[] logits = SeededNumbers.Floats(width, width, 5f);
            double maximum = logits.Max();
            Assert.Equal(maximum + Math.Log(logits.Sum(value => Math.Exp(value - maximum))), LogitsRow.LogSumExp(logits), 12);
            double[] lanes = new double[LaneSum.Lanes];
            LogitsRow.AddExponentials(logits, logits.Max(), lanes, 0);
            Assert.Equal(maximum + Math.Log(LaneSum.Of(lanes)), LogitsRow.LogSumExp(logits));
        }
    }

    [Fact]
    public void LogProbability_all_ids_sums_to_one()
    {
        float[] logits = SeededNumbers.Floats(777, 2, 3f);
        Assert.Equal(1.0, Enumerable.Range(0, 777).Sum(id => Math.Exp(LogitsRow.LogProbability(logits, id))), 12);
    }

    [Fact]
    public void LogSumExp_special_values()
    {
        Assert.True(double.IsNaN(LogitsRow.LogSumExp([1f, float.NaN])));
        Assert.Equal(double.NegativeInfinity, LogitsRow.LogSumExp([float.NegativeInfinity, float.NegativeInfinity]));
        Assert.Equal(2.0, LogitsRow.LogSumExp([float.NegativeInfinity, 2f]));
    }

    [Fact]
    public void Divergence_agrees_with_its_formula_and_vanishes_for_equal_rows()
    {
        foreach (int width in Widths)
        {
            float[] p = SeededNumbers.Floats(width, width, 2f);
            float[] q = SeededNumbers.Floats(width, width + 1, 2f);
            double expected = 0;
            for (int i = 0; i < width; i++)
            {
                double logP = LogitsRow.LogProbability(p, i);
                expected += Math.Exp(logP) * (logP - LogitsRow.LogProbability(q, i));
            }

            Assert.Equal(expected, LogitsRow.Divergence(p, q), 11);
            Assert.Equal(0, LogitsRow.Divergence(p, p));
            double[] lanes = new double[LaneSum.Lanes];
            LogitsRow.AddDivergence(p, q, LogitsRow.LogSumExp(p), LogitsRow.LogSumExp(q), lanes, 0);
            Assert.Equal(LaneSum.Of(lanes), LogitsRow.Divergence(p, q));
        }
    }

    [Fact]
    public void Divergence_token_impossible_in_p_costs_nothing_and_in_q_is_infinite()
    {
        float[] some = [0f, 1f, float.NegativeInfinity];
        Assert.Equal(0, LogitsRow.Divergence(some, some));
        Assert.Equal(double.PositiveInfinity, LogitsRow.Divergence([0f, 1f, 2f], some));
    }
}
