namespace ModelGate.Models.Tokenizers.Decoders;

/// <summary>A space before each token but the first and those with the prefix, which goes.</summary>
/// <param name="cleansUp">Takes the space before a full stop, and similar ones, away again.</param>
internal sealed class WordPieceStage(string prefix, bool cleansUp) : WholeTokenStage
{
    /// <summary>Applied to one token with the space before it, in this order, as in the reference library.</summary>
    private static readonly (string From, string To)[] CleanUps =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"), (" do not", " don't"),
        (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    private bool _isFirst = true;

    protected override void Token(string token)
    {
        if (!_isFirst) token = token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..] : " " + token;
        _isFirst = false;
        if (cleansUp)
        {
            foreach ((string from, string to) in CleanUps) token = token.Replace(from, to, StringComparison.Ordinal);
        }

        Emit(new TokenPart(token));
    }
}
