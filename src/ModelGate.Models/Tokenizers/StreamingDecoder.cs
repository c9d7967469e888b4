using ModelGate.Models.Tokenizers.Decoders;

namespace ModelGate.Models.Tokenizers;

/// <summary>
/// Decodes ids one by one. All texts taken, with that of <see cref="Finish"/> at the end, are together what
/// <see cref="Tokenizer.Decode"/> gives for all ids; none ends within a character. Not thread-safe.
/// </summary>
public sealed class StreamingDecoder
{
    private readonly Tokenizer _tokenizer;
    private readonly bool _skipSpecialTokens;
    private readonly DecodedText _text = new();
    private readonly DecoderStage _first;

    internal StreamingDecoder(Tokenizer tokenizer, TokenDecoder decoder, bool skipSpecialTokens)
    {
        _tokenizer = tokenizer;
        _skipSpecialTokens = skipSpecialTokens;
        _first = decoder.Start(_text);
    }

    /// <summary>Takes the next id and returns the text that is certain now, which can be empty.</summary>
    /// <exception cref="Diagnostics.DiagnosticException">QG0307: the id is outside the vocabulary.</exception>
    public string Push(int id)
    {
        Add(id);
        return TakeText();
    }

    /// <summary>Returns what was held back; unfinished characters become U+FFFD. No id may follow.</summary>
    public string Finish()
    {
        _first.Finish();
        return TakeText();
    }

    internal void Add(int id)
    {
        string? token = _tokenizer.FindToken(id);
        if (token is not null && !(_skipSpecialTokens && _tokenizer.IsSpecial(id))) _first.Push(new TokenPart(token));
    }

    internal string TakeText() => _text.Take();
}
