using ModelGate.Models.Engines;
using ModelGate.Models.Engines.Cpu;

namespace ModelGate.Models.Tests.Engines.Cpu;

public sealed class TokenSamplerTests
{
    [Fact]
    public void Next_of_the_generator_gives_the_published_numbers()
    {
        // The first outputs of the authors' xoshiro256starstar.c for the state 1, 2, 3, 4.
        var random = new Xoshiro256(1, 2, 3, 4);
        Assert.Equal([11520UL, 0, 1509978240, 1215971899390074240, 1216172134540287360], Enumerable.Range(0, 5).Select(_ => random.Next()));
        Assert.InRange(new Xoshiro256(seed: 0).NextDouble(), 0, 1);
    }

    [Fact]
    public void Next_follows_the_probabilities()
    {
        float[] logits = [0, MathF.Log(2), float.NegativeInfinity, MathF.Log(5)];
        int[] counts = Draw(logits, new Sampling(1, 1, Seed: 3), 8000);

        Assert.Equal(0, counts[2]);
        // Four standard deviations of a binomial count.
        foreach ((int index, double p) in new[] { (0, 1 / 8.0), (1, 2 / 8.0), (3, 5 / 8.0) })
        {
            Assert.Equal(8000 * p, counts[index], 4 * Math.Sqrt(8000 * p * (1 - p)));
        }
    }

    [Fact]
    public void Next_at_a_low_temperature_sharpens()
    {
        int[] counts = Draw([0, MathF.Log(2)], new Sampling(0.5, 1, Seed: 3), 5000);
        Assert.Equal(5000 * 0.8, counts[1], 4 * Math.Sqrt(5000 * 0.8 * 0.2));
    }

    [Theory]
    [InlineData(1.0, 2, "0 3")]
    [InlineData(0.65, 0, "0 3")]
    [InlineData(0.39, 0, "0")]
    [InlineData(0.01, 0, "0")]
    [InlineData(0.99, 0, "0 1 3 4")]
    [InlineData(0.60, 3, "0 3")]
    [InlineData(1.0, 0, "0 1 2 3 4")]
    public void Next_draws_only_from_the_likeliest(double topP, int topK, string expected)
    {
        // Probabilities 0.4, 0.2, 0.001, 0.3, 0.099.
        float[] logits = [MathF.Log(400), MathF.Log(200), 0, MathF.Log(300), MathF.Log(99)];
        int[] counts = Draw(logits, new Sampling(1, topP, Seed: 4, TopK: topK), 20_000);

        Assert.Equal(expected, string.Join(' ', counts.Index().Where(count => count.Item > 0).Select(count => count.Index)));
    }

    [Fact]
    public void Next_ranks_the_lower_id_of_equal_logits_first()
    {
        int[] counts = Draw([1, 1, 1, 1], new Sampling(1, 1, Seed: 5, TopK: 2), 200);
        Assert.Equal([0, 0], counts[2..]);
        Assert.Equal(0, new TokenSampler(new Sampling(0, 1, Seed: 1)).Next([2, 3, 3]) - 1);
    }

    [Fact]
    public void Next_with_a_wide_flat_vocabulary_matches_a_full_ranking()
    {
        var random = new Random(6);
        float[] logits = [.. Enumerable.Range(0, 3000).Select(_ => random.NextSingle() * 30)];
        foreach ((double topP, int topK) in new[] { (0.9, 0), (0.999999, 0), (1.0, 2500), (0.5, 40) })
        {
            var sampler = new TokenSampler(new Sampling(1, topP, Seed: 7, TopK: topK));
            var uniform = new Xoshiro256(7);
            for (int i = 0; i < 50; i++) Assert.Equal(Ranked(logits, topP, topK, uniform.NextDouble()), sampler.Next(logits));
        }
    }

    /// <summary>The definition: rank all, cut, then walk up to the uniform share of what is left.</summary>
    private static int Ranked(float[] logits, double topP, int topK, double uniform)
    {
        float largest = logits.Max();
        (int Id, double Weight)[] ranked =
        [
            .. logits.Select((logit, id) => (id, Math.Exp((double)logit - largest)))
                .OrderByDescending(entry => entry.Item2).ThenBy(entry => entry.id),
        ];
        double total = logits.Select(logit => Math.Exp((double)logit - largest)).Sum();
        if (topK > 0) ranked = ranked[..topK];
        double wanted = topP * (topK > 0 ? ranked.Sum(entry => entry.Weight) : total);
        int kept = 0;
        double mass = 0;
        while (kept < ranked.Length && (kept == 0 || mass < wanted)) mass += ranked[kept++].Weight;
        double left = uniform * mass;
        return ranked[..kept].First(entry => (left -= entry.Weight) < 0).Id;
    }

    private static int[] Draw(float[] logits, Sampling sampling, int times)
    {
        var sampler = new TokenSampler(sampling);
        var counts = new int[logits.Length];
        for (int i = 0; i < times; i++) counts[sampler.Next(logits)]++;
        return counts;
    }
}
