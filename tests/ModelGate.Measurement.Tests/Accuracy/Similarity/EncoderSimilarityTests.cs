using ModelGate.Measurement.Accuracy.Similarity;
using ModelGate.Models.Encoders;
using ModelGate.Testing;

namespace ModelGate.Measurement.Tests.Accuracy.Similarity;

/// <summary>BERTScore and sentence similarity with tiny encoders against an implementation in torch, float64 (tests/encoders).</summary>
public sealed class EncoderSimilarityTests
{
    public static TheoryData<string> Names => ["bert", "roberta"];

    private static string[] Candidates => [.. TinyEncoders.Expected.Pairs.Select(pair => TinyEncoders.Expected.Texts[pair[0]])];

    private static string[] References => [.. TinyEncoders.Expected.Pairs.Select(pair => TinyEncoders.Expected.Texts[pair[1]])];

    [Theory]
    [MemberData(nameof(Names))]
    public void BertScore_is_that_of_the_reference(string name)
    {
        ExpectedEncoder expected = Expected(name);
        using Encoder encoder = Encoder.Open(TinyEncoders.DirectoryOf(name), expected.Layer, threads: 2);
        var score = new BertScore(encoder, name);
        BertScoreValue[] values = score.Compare(Candidates, References, TestContext.Current.CancellationToken);
        for (int i = 0; i < values.Length; i++)
        {
            double[] wanted = expected.BertScore.Values[i];
            Assert.InRange(Math.Abs(values[i].Precision - wanted[0]), 0, expected.BertScore.Tolerance);
            Assert.InRange(Math.Abs(values[i].Recall - wanted[1]), 0, expected.BertScore.Tolerance);
            Assert.InRange(Math.Abs(values[i].F - wanted[2]), 0, expected.BertScore.Tolerance);
        }

        Assert.Equal($"{name}_L{expected.Layer}_no-idf_version", score.Signature);

        // The text of thirty times two words stands in two pairs.
        Assert.Equal(2, score.CutTexts);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Cosines_are_those_of_the_reference(string name)
    {
        ExpectedEncoder expected = Expected(name);
        using Encoder encoder = Encoder.Open(TinyEncoders.DirectoryOf(name), layerCount: null, threads: 2);
        var similarity = new SentenceSimilarity(encoder);
        double[] values = similarity.Cosines(Candidates, References, TestContext.Current.CancellationToken);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.InRange(Math.Abs(values[i] - expected.Cosine.Values[i]), 0, expected.Cosine.Tolerance);
        }

        Assert.Equal(2, similarity.CutTexts);
    }

    [Fact]
    public void Compare_pairs_one_by_one_gives_the_same_bits()
    {
        using Encoder encoder = Encoder.Open(TinyEncoders.Roberta, 3, threads: 2);
        var score = new BertScore(encoder, "roberta");
        BertScoreValue[] together = score.Compare(Candidates, References, TestContext.Current.CancellationToken);
        for (int i = 0; i < together.Length; i++)
        {
            Assert.Equal(together[i], score.Compare([Candidates[i]], [References[i]], TestContext.Current.CancellationToken)[0]);
        }
    }

    [Theory]
    [InlineData(0.9, 0.8, 0.8470588235294118)]
    [InlineData(1.0000000000000002, 1.0000000000000002, 1)]
    [InlineData(-0.1, 0.9, 0)]
    [InlineData(0, 0, 0)]
    public void Bounded_is_F_within_0_and_1(double precision, double recall, double expected) =>
        Assert.Equal(expected, new BertScoreValue(precision, recall).Bounded, 15);

    [Fact]
    public void Mapped_scales_a_cosine_to_0_and_1()
    {
        Assert.Equal(0.95, SentenceSimilarity.Mapped(0.9), 15);
        Assert.Equal(0, SentenceSimilarity.Mapped(-1));
        Assert.Equal(1, SentenceSimilarity.Mapped(1.0000000000000002));
    }

    [Fact]
    public void LayerOf_known_model_is_that_of_the_package()
    {
        Assert.Equal(17, BertScore.LayerOf("roberta-large"));
        Assert.Null(BertScore.LayerOf("my-encoder"));
    }

    private static ExpectedEncoder Expected(string name) => TinyEncoders.Expected.Encoders.Single(encoder => encoder.Name == name);
}
