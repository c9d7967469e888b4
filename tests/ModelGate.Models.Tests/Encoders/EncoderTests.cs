using ModelGate.Models.Encoders;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Encoders;

/// <summary>Hidden states of two tiny encoders against torch in float64, and their independence of batch and threads.</summary>
public sealed class EncoderTests
{
    public static TheoryData<string> Names => ["bert", "roberta"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Encode_gives_the_states_of_torch_after_each_layer(string name)
    {
        ExpectedEncoder expected = Expected(name);
        int layers = expected.States[0].Layers.Length;
        for (int layer = 1; layer <= layers; layer++)
        {
            using Encoder encoder = Encoder.Open(TinyEncoders.DirectoryOf(name), layer, threads: 2);
            float[][] states = encoder.Encode([.. expected.States.Select(state => state.Ids)], TestContext.Current.CancellationToken);
            for (int text = 0; text < states.Length; text++)
            {
                double[] values = [.. expected.States[text].Layers[layer - 1].SelectMany(row => row)];
                Assert.Equal(values.Length, states[text].Length);
                double worst = states[text].Zip(values, (actual, wanted) => Math.Abs(actual - wanted)).Max();
                Assert.InRange(worst, 0, expected.States[text].Tolerance);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Encode_any_batch_and_threads_gives_the_same_bits(string name)
    {
        int[][] ids = Expected(name).Ids;
        using Encoder one = Encoder.Open(TinyEncoders.DirectoryOf(name), layerCount: null, threads: 1);
        float[][] alone = [.. ids.Select(text => one.Encode([text], TestContext.Current.CancellationToken)[0])];
        using Encoder three = Encoder.Open(TinyEncoders.DirectoryOf(name), layerCount: null, threads: 3);
        float[][] together = three.Encode([.. Enumerable.Repeat(ids, 8).SelectMany(all => all)], TestContext.Current.CancellationToken);
        for (int i = 0; i < together.Length; i++) Assert.Equal(alone[i % ids.Length], together[i]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Tokenizer_gives_the_ids_of_the_reference(string name)
    {
        ExpectedEncoder expected = Expected(name);
        using Encoder encoder = Encoder.Open(TinyEncoders.DirectoryOf(name), 1, threads: 1);
        for (int i = 0; i < expected.Ids.Length; i++)
        {
            string text = TinyEncoders.Expected.Texts[i].Trim();
            string prepared = text.Length == 0 ? "" : " " + text;
            Assert.Equal(expected.Ids[i], encoder.Tokenizer.Encode(prepared, encoder.Config.MaxTokens, out _));
        }
    }

    [Fact]
    public void Encode_ids_that_the_encoder_lacks_or_too_many_throw()
    {
        using Encoder encoder = Encoder.Open(TinyEncoders.Bert, 1, threads: 1);
        CancellationToken cancel = TestContext.Current.CancellationToken;
        Assert.Throws<ArgumentException>(() => encoder.Encode([[]], cancel));
        Assert.Throws<ArgumentException>(() => encoder.Encode([[encoder.Config.VocabularySize]], cancel));
        Assert.Throws<ArgumentException>(() => encoder.Encode([new int[41]], cancel));
        Assert.Equal(40 * 32, encoder.Encode([new int[40]], cancel)[0].Length);
    }

    private static ExpectedEncoder Expected(string name) => TinyEncoders.Expected.Encoders.Single(encoder => encoder.Name == name);
}
