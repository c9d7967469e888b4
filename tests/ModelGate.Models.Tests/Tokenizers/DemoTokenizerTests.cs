using ModelGate.Models.Tokenizers;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Tokenizers;

/// <summary>The demo model's tokenizer, without any oracle. Golden ids are those of @huggingface/tokenizers 0.2.0.</summary>
public sealed class DemoTokenizerTests
{
    private const string Mixed = "Hello, world! It's 12:30 — naïve café 😀\r\n\tdone";

    private static readonly Tokenizer Demo = Tokenizer.Load(Repository.DemoModel);

    [Fact]
    public void Encode_mixed_text_gives_golden_ids()
    {
        int[] golden =
        [
            1018, 72, 377, 111, 44, 427, 561, 33, 568, 39, 115, 32, 49, 50, 58, 51, 48, 32, 226, 128, 148, 401, 97, 195, 175, 426, 329, 102,
            195, 169, 32, 240, 159, 152, 128, 13, 10, 9, 100, 262, 101,
        ];

        Assert.Equal(golden, Demo.Encode(Mixed, addSpecialTokens: true));
        Assert.Equal(golden[1..], Demo.Encode(Mixed, addSpecialTokens: false));
    }

    [Fact]
    public void Decode_of_encoded_text_is_the_text() =>
        Assert.Equal(Mixed, Demo.Decode(Demo.Encode(Mixed, addSpecialTokens: true)));

    [Fact]
    public void Ids_of_the_demo_are_those_its_files_name()
    {
        Assert.Equal(1024, Demo.VocabularySize);
        Assert.Equal(1018, Demo.BosId);
        Assert.Equal(1022, Demo.EosId);
        Assert.Equal(1022, Demo.IdOf("<|eot_id|>"));
        Assert.Equal("<|eot_id|>", Demo.TokenOf(1022));
        Assert.Null(Demo.IdOf("no such token"));
    }
}
