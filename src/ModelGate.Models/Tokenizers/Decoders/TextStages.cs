using System.Text;
using ModelGate.Models.Tokenizers.Patterns;
using ModelGate.Models.Tokenizers.PreTokenizers;

namespace ModelGate.Models.Tokenizers.Decoders;

/// <summary>All tokens become one.</summary>
internal sealed class FuseStage : DecoderStage
{
    private bool _begins = true;

    public override void Push(TokenPart part)
    {
        Emit(new TokenPart(part.Text, _begins, Ends: false));
        _begins = false;
    }

    protected override void Flush() => Emit(new TokenPart("", _begins, Ends: true));
}

/// <summary>The mark back to a space; the first token's marks vanish where encoding may have put one there.</summary>
internal sealed class MetaspaceStage(MetaspaceSettings settings) : DecoderStage
{
    private int _tokens;

    public override void Push(TokenPart part)
    {
        if (part.Begins) _tokens++;
        string space = _tokens == 1 && settings.Prepend != PrependScheme.Never ? "" : " ";
        Emit(part with { Text = part.Text.Replace(settings.Replacement, space, StringComparison.Ordinal) });
    }
}

/// <summary>Each match in a token becomes <paramref name="content"/>.</summary>
internal sealed class ReplaceStage(TextPattern pattern, string content) : WholeTokenStage
{
    protected override void Token(string token) => Emit(new TokenPart(pattern.Replace(token, content)));
}

/// <summary>
/// Cuts up to <paramref name="start"/> marks from the beginning of each token and up to <paramref name="stop"/> from its end.
/// </summary>
internal sealed class StripStage(char mark, int start, int stop) : DecoderStage
{
    private int _leftToCut;
    private string _held = "";

    public override void Push(TokenPart part)
    {
        if (part.Begins) _leftToCut = start;
        ReadOnlySpan<char> text = part.Text;
        while (_leftToCut > 0 && text.Length > 0)
        {
            _leftToCut = text[0] == mark ? _leftToCut - 1 : 0;
            if (text[0] != mark) break;
            text = text[1..];
        }

        text = _held + text.ToString();
        int end = text.Length;
        while (end > 0 && text.Length - end < stop && text[end - 1] == mark) end--;
        _held = part.Ends ? "" : text[end..].ToString();
        Emit(part with { Text = text[..end].ToString() });
    }
}

/// <summary>Tokens with a space between them.</summary>
internal sealed class SpaceJoiningStage : DecoderStage
{
    private bool _isFirst = true;

    public override void Push(TokenPart part)
    {
        Emit(part.Begins && !_isFirst ? part with { Text = " " + part.Text } : part);
        _isFirst = false;
    }
}
