using ModelGate.Numerics.Kernels;

namespace ModelGate.Models.Engines.Cpu;

/// <summary>
/// Draws the next token of one request: logits ÷ temperature, then the <see cref="Sampling.TopK"/> likeliest, then the fewest likeliest
/// whose probability reaches <see cref="Sampling.TopP"/>, then one uniform number. Of equal logits the lower id counts as likelier.
/// </summary>
internal sealed class TokenSampler(Sampling sampling)
{
    private readonly Xoshiro256 random = new(sampling.Seed);
    private readonly List<int> candidates = [];
    private double[] weights = [];

    /// <summary>One uniform number is used for each token, whatever the logits.</summary>
    public int Next(ReadOnlySpan<float> logits)
    {
        double uniform = random.NextDouble();
        int best = LogitsRow.ArgMax(logits);
        if (sampling.Temperature == 0 || sampling.TopK == 1) return best;
        if (weights.Length < logits.Length) weights = new double[logits.Length];
        double total = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            // exp(−∞ − …) is 0, so masked tokens are never drawn.
            weights[i] = Math.Exp(((double)logits[i] - logits[best]) / sampling.Temperature);
            total += weights[i];
        }

        bool narrow = sampling.TopK > 0 && sampling.TopK < logits.Length;
        return narrow || sampling.TopP < 1
            ? DrawRanked(logits.Length, total, narrow ? sampling.TopK : logits.Length, uniform)
            : DrawAny(logits.Length, total, uniform, best);
    }

    private int DrawAny(int count, double total, double uniform, int best)
    {
        double left = uniform * total;
        for (int i = 0; i < count; i++)
        {
            left -= weights[i];
            if (left < 0) return i;
        }

        return best;
    }

    private int DrawRanked(int count, double total, int topK, double uniform)
    {
        int kept = 0;
        double mass = 0;
        // Ranking all of a large vocabulary is slow: rank the likeliest only, and more of them until the cut lies among them.
        for (double atLeast = 1e-4; ; atLeast = atLeast < 1e-12 ? 0 : atLeast * 1e-4)
        {
            Rank(count, atLeast);
            bool all = atLeast == 0;
            int limit = Math.Min(topK, candidates.Count);
            double massOfTopK = all || candidates.Count >= topK ? SumOf(limit) : double.NaN;
            if (double.IsNaN(massOfTopK) && topK < count) continue;
            double wanted = sampling.TopP * (topK < count ? massOfTopK : total);
            for (kept = 0, mass = 0; kept < limit && (kept == 0 || mass < wanted); kept++) mass += weights[candidates[kept]];
            if (mass >= wanted || all) break;
        }

        double left = uniform * mass;
        for (int i = 0; i < kept; i++)
        {
            left -= weights[candidates[i]];
            if (left < 0) return candidates[i];
        }

        return candidates[0];
    }

    private void Rank(int count, double atLeast)
    {
        candidates.Clear();
        for (int i = 0; i < count; i++)
        {
            if (weights[i] >= atLeast) candidates.Add(i);
        }

        candidates.Sort((a, b) => weights[a] != weights[b] ? weights[b].CompareTo(weights[a]) : a.CompareTo(b));
    }

    private double SumOf(int limit)
    {
        double sum = 0;
        for (int i = 0; i < limit; i++) sum += weights[candidates[i]];
        return sum;
    }
}
