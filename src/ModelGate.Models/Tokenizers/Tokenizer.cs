namespace ModelGate.Models.Tokenizers;

/// <summary>Text to token ids and back, as a model's <c>tokenizer.json</c> says.</summary>
public sealed class Tokenizer
{
    private Tokenizer()
    {
    }
}
