namespace ModelGate.Numerics.Kernels;

/// <summary>What evaluation asks of one row of FP32 logits. All sums are in double and in one fixed order.</summary>
public static class LogitsRow
{
    /// <summary>The id of the largest logit, the lowest id of equal ones; NaN never wins.</summary>
    public static int ArgMax(ReadOnlySpan<float> logits)
    {
        int best = 0;
        for (int i = 1; i < logits.Length; i++)
        {
            if (logits[i] > logits[best] || float.IsNaN(logits[best])) best = i;
        }

        return best;
    }

    /// <summary>ln Σ exp(logit). The log-probability of an id is its logit minus this.</summary>
    public static double LogSumExp(ReadOnlySpan<float> logits)
    {
        float maximum = Maximum(logits);
        if (float.IsInfinity(maximum) || float.IsNaN(maximum)) return maximum;
        Span<double> lanes = stackalloc double[LaneSum.Lanes];
        lanes.Clear();
        for (int i = 0; i < logits.Length; i++) lanes[i % LaneSum.Lanes] += Math.Exp((double)logits[i] - maximum);
        return maximum + Math.Log(LaneSum.Of(lanes));
    }

    /// <summary>ln p of one id.</summary>
    public static double LogProbability(ReadOnlySpan<float> logits, int id) => logits[id] - LogSumExp(logits);

    /// <summary>KL(p‖q) = Σ p·ln(p/q) in nats, of the distributions that two logit rows stand for.</summary>
    public static double Divergence(ReadOnlySpan<float> p, ReadOnlySpan<float> q)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(q.Length, p.Length);
        double pSum = LogSumExp(p);
        double qSum = LogSumExp(q);
        Span<double> lanes = stackalloc double[LaneSum.Lanes];
        lanes.Clear();
        for (int i = 0; i < p.Length; i++)
        {
            double logP = p[i] - pSum;
            double probability = Math.Exp(logP);
            if (probability > 0) lanes[i % LaneSum.Lanes] += probability * (logP - (q[i] - qSum));
        }

        return LaneSum.Of(lanes);
    }

    /// <summary>NaN when a logit is NaN.</summary>
    internal static float Maximum(ReadOnlySpan<float> logits)
    {
        float maximum = float.NegativeInfinity;
        foreach (float logit in logits) maximum = MathF.Max(maximum, logit);
        return maximum;
    }
}
