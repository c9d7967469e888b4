using ModelGate.Measurement.Accuracy.Python;
using ModelGate.Models.Engines;
using ModelGate.Models.Tokenizers;

namespace ModelGate.Measurement.Accuracy.Requests;

/// <summary>Text requests as token requests, by the harness's rules (lm_eval/api/model.py, lm_eval/models/huggingface.py).</summary>
/// <param name="addBeginOfSequence">Null is what the tokenizer does by itself.</param>
public sealed class RequestEncoder(Tokenizer tokenizer, bool? addBeginOfSequence)
{
    private readonly string? _beginText = tokenizer.BosId is { } begin ? tokenizer.TokenOf(begin) : null;

    /// <summary>The token that stands in for an empty context.</summary>
    private readonly int _prefix = tokenizer.BosId ?? tokenizer.EosId
        ?? throw new InvalidOperationException("The tokenizer has neither a begin-of-sequence nor an end-of-sequence token.");

    /// <summary>All choices of a document follow one context, which is encoded once.</summary>
    private (string Text, int[] Tokens) _context = ("", []);

    /// <summary>Token ids; special tokens are left out where the text brings its own begin-of-sequence token.</summary>
    public int[] Encode(string text)
    {
        bool bringsOwn = _beginText is not null && text.StartsWith(_beginText, StringComparison.Ordinal);
        int[] tokens = tokenizer.Encode(text, addSpecialTokens: !bringsOwn && addBeginOfSequence != false);
        bool missing = addBeginOfSequence == true && tokenizer.BosId is { } begin && (tokens.Length == 0 || tokens[0] != begin);
        return missing ? [_prefix, .. tokens] : tokens;
    }

    /// <summary>
    /// Context and continuation are encoded together; the continuation is what lies behind as many tokens as the context alone has. White
    /// space at the context's end counts as the continuation's.
    /// </summary>
    /// <returns>Null where the continuation has no token of its own, which scores 0 and is greedy.</returns>
    public ContinuationRequest? Pair(string context, string continuation)
    {
        if (context.Length == 0) return WithoutContext(continuation);
        int spaces = PythonText.TrailingSpaces(context);
        string trimmed = context[..^spaces];
        int[] whole = Encode(context + continuation);
        if (_context.Text != trimmed) _context = (trimmed, Encode(trimmed));
        int[] before = _context.Tokens;
        if (before.Length == 0) return whole.Length == 0 ? null : new([_prefix], whole);
        return whole.Length <= before.Length ? null : new(before, whole[before.Length..]);
    }

    /// <summary>
    /// The whole text, each token once, in windows of the context length that overlap by one token. The begin-of-sequence token is
    /// context only (the harness scores it where the tokenizer adds it).
    /// </summary>
    /// <returns>Empty where the text has no token.</returns>
    public IReadOnlyList<ContinuationRequest> Rolling(string text, int contextLength)
    {
        int[] tokens = Encode(text);
        if (tokens.Length > 0 && tokens[0] == _prefix) tokens = tokens[1..];
        return RollingWindows.Of(tokens, _prefix, contextLength);
    }

    /// <summary>A whole text with the begin-of-sequence token (else the end-of-sequence token) in front, once.</summary>
    public int[] WholeText(string text)
    {
        int[] tokens = Encode(text);
        return tokens.Length > 0 && tokens[0] == _prefix ? tokens : [_prefix, .. tokens];
    }

    private ContinuationRequest? WithoutContext(string continuation)
    {
        int[] tokens = tokenizer.Encode(continuation, addSpecialTokens: false);
        if (tokens.Length > 0 && tokens[0] == _prefix) tokens = tokens[1..];
        return tokens.Length == 0 ? null : new([_prefix], tokens);
    }
}
