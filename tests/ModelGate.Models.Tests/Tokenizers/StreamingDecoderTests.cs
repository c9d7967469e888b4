using System.Text;
using ModelGate.Models.Tokenizers;

namespace ModelGate.Models.Tests.Tokenizers;

public sealed class StreamingDecoderTests
{
    /// <summary>Texts that mean something, and ids at random, whose bytes are mostly no UTF-8.</summary>
    [Fact]
    public void Texts_put_together_are_the_decoded_text_and_never_half_a_character()
    {
        foreach (TokenizerFamily family in TokenizerFamily.All())
        {
            Tokenizer tokenizer = family.Load();
            Random random = new(11);
            for (int round = 0; round < 60; round++)
            {
                int[] ids = round % 2 == 0
                    ? tokenizer.Encode(MixedText.Random(random), addSpecialTokens: true)
                    : [.. Enumerable.Range(0, 30).Select(_ => random.Next(tokenizer.VocabularySize))];
                StreamingDecoder decoder = tokenizer.StartDecoding(skipSpecialTokens: round % 4 < 2);
                StringBuilder text = new();
                foreach (int id in ids)
                {
                    string part = decoder.Push(id);
                    Assert.False(part.Length > 0 && (char.IsHighSurrogate(part[^1]) || char.IsLowSurrogate(part[0])));
                    text.Append(part);
                }

                Assert.Equal(tokenizer.Decode(ids, skipSpecialTokens: round % 4 < 2), text.Append(decoder.Finish()).ToString());
            }
        }
    }

    [Fact]
    public void Push_of_an_emoji_byte_by_byte_gives_it_with_the_last()
    {
        Tokenizer tokenizer = TokenizerFamily.All().First(static family => family.Name == "GPT-2").Load();
        int[] bytes = [.. "ðŁĺĢ".Select(token => tokenizer.IdOf(token.ToString())!.Value)];
        StreamingDecoder decoder = tokenizer.StartDecoding();

        Assert.Equal(["", "", "", "😀"], bytes.Select(decoder.Push));
        Assert.Equal("", decoder.Finish());
    }

    [Fact]
    public void Push_gives_a_word_at_once()
    {
        Tokenizer tokenizer = TokenizerFamily.All().First(static family => family.Name == "Llama-2").Load();
        StreamingDecoder decoder = tokenizer.StartDecoding();

        string[] parts = [.. tokenizer.Encode("the the", addSpecialTokens: true).Select(decoder.Push)];

        Assert.Equal("the the", string.Concat(parts));
        Assert.Equal("", decoder.Finish());
    }

    [Fact]
    public void Finish_within_a_character_gives_the_replacement()
    {
        Tokenizer tokenizer = TokenizerFamily.All().First(static family => family.Name == "GPT-2").Load();
        StreamingDecoder decoder = tokenizer.StartDecoding();

        Assert.Equal("", decoder.Push(tokenizer.IdOf("ð")!.Value));
        Assert.Equal("\uFFFD", decoder.Finish());
    }
}
