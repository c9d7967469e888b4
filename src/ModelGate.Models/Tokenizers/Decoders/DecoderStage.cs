using System.Text;

namespace ModelGate.Models.Tokenizers.Decoders;

/// <summary>Text of a token on its way through the stages: all of it, or a part where a stage fused tokens.</summary>
internal readonly record struct TokenPart(string Text, bool Begins = true, bool Ends = true);

/// <summary>
/// One step from tokens to text, fed with token after token. Parts let a stage that fuses tokens pass on what it has, so that text
/// can be shown while tokens are still being generated, and whole texts decode through the same code.
/// </summary>
internal abstract class DecoderStage
{
    private DecoderStage? _next;

    /// <summary>Puts <paramref name="next"/> behind this stage.</summary>
    public void LinkTo(DecoderStage next) => _next = next;

    public abstract void Push(TokenPart part);

    /// <summary>No more tokens come; whatever was held back goes on.</summary>
    public void Finish()
    {
        Flush();
        _next?.Finish();
    }

    protected virtual void Flush()
    {
    }

    protected void Emit(TokenPart part) => _next!.Push(part);
}

/// <summary>The end of a chain: collects the text.</summary>
internal sealed class DecodedText : DecoderStage
{
    private readonly StringBuilder _text = new();

    public override void Push(TokenPart part) => _text.Append(part.Text);

    /// <summary>The text since the last call.</summary>
    public string Take()
    {
        string text = _text.ToString();
        _text.Clear();
        return text;
    }
}

/// <summary>A stage that needs each token whole.</summary>
internal abstract class WholeTokenStage : DecoderStage
{
    private string _token = "";

    public sealed override void Push(TokenPart part)
    {
        _token = part.Begins ? part.Text : _token + part.Text;
        if (part.Ends) Token(_token);
    }

    protected abstract void Token(string token);
}
