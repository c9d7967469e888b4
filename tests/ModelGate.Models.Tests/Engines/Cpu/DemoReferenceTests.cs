using System.Text.Json;
using ModelGate.Models.Engines;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Engines.Cpu;

/// <summary>Against what an independent PyTorch program computes from the same BF16 weights in fp32.</summary>
public sealed class DemoReferenceTests(DemoEngine demo) : IClassFixture<DemoEngine>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void VisitLogits_demo_prompts_gives_the_reference_logits()
    {
        using JsonDocument reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Demo, "reference", "logits.json")));
        foreach (JsonElement prompt in reference.RootElement.EnumerateArray())
        {
            int[] ids = [.. prompt.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())];
            double[] expected = DemoSuite.Numbers(prompt.GetProperty("last_logits"));
            double[] meanAbsolute = DemoSuite.Numbers(prompt.GetProperty("mean_abs_logit_per_position"));
            Assert.Equal(ids, demo.Engine.Tokenizer.Encode(prompt.GetProperty("text").GetString()!, addSpecialTokens: true));
            var rows = new List<float[]>();
            demo.Engine.VisitLogits(ids, (position, logits) =>
            {
                Assert.Equal(rows.Count, position);
                rows.Add(logits.ToArray());
            });

            Assert.Equal(ids.Length, rows.Count);
            for (int i = 0; i < rows.Count; i++) Assert.Equal(meanAbsolute[i], rows[i].Average(logit => Math.Abs((double)logit)), 1e-4);
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], rows[^1][i], 1e-4);
        }
    }

    [Theory]
    [InlineData("facts")]
    [InlineData("letters")]
    [InlineData("stories")]
    public void LogLikelihood_demo_choices_gives_the_reference_scores(string task)
    {
        ContinuationRequest[][] requests = demo.Suite.Choices(task);
        double[][] expected = demo.Suite.ChoiceReference(task);
        IReadOnlyList<ContinuationScore> scores = demo.Engine.LogLikelihood([.. requests.SelectMany(document => document)], cancel: Cancel);

        Assert.Equal(DemoSuite.ReferenceDocuments, expected.Length);
        Assert.Equal(expected.SelectMany(document => document).Count(), scores.Count);
        foreach ((double reference, ContinuationScore score) in expected.SelectMany(document => document).Zip(scores))
        {
            Assert.Equal(reference, score.LogLikelihood, 1e-3);
            Assert.Equal(score.LogLikelihood, score.TokenLogLikelihoods.Sum(value => (double)value), 1e-4);
            Assert.Equal(0, score.TruncatedTokens);
        }
    }

    [Fact]
    public void LogLikelihood_demo_texts_gives_the_reference_totals()
    {
        IReadOnlyList<ContinuationScore> scores = demo.Engine.LogLikelihood(demo.Suite.Texts(), cancel: Cancel);

        foreach ((double reference, ContinuationScore score) in demo.Suite.TextReference().Zip(scores))
        {
            Assert.Equal(reference, score.LogLikelihood, 1e-3);
        }
    }

    [Theory]
    [InlineData("arithmetic")]
    [InlineData("instructions")]
    [InlineData("code")]
    [InlineData("chat")]
    public void Generate_demo_prompts_greedily_gives_the_reference_texts(string task)
    {
        IReadOnlyList<Generation> answers = demo.Engine.Generate(demo.Suite.Generations(task), cancel: Cancel);

        Assert.Equal(demo.Suite.GenerationReference(task), answers.Select(answer => answer.Text));
    }
}
