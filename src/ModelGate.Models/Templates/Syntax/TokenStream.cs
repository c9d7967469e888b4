namespace ModelGate.Models.Templates.Syntax;

/// <summary>The tokens with a place in them.</summary>
internal sealed class TokenStream(IReadOnlyList<Token> tokens)
{
    private int _at;

    public Token Current => tokens[_at];

    public Token Following => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    public int Position => _at;

    /// <summary>A name stands between a position and the current token.</summary>
    public bool HasName(string name, int from) => tokens.Skip(from).Take(_at - from).Any(token => token.IsName(name));

    public Token Next()
    {
        Token token = tokens[_at];
        if (_at < tokens.Count - 1) _at++;
        return token;
    }

    public bool SkipOperator(string symbol)
    {
        bool isThere = Current.IsOperator(symbol);
        if (isThere) Next();
        return isThere;
    }

    public bool SkipName(string name)
    {
        bool isThere = Current.IsName(name);
        if (isThere) Next();
        return isThere;
    }

    public Token ExpectOperator(string symbol) => Current.IsOperator(symbol) ? Next() : throw Unexpected($"`{symbol}`");

    public Token ExpectName(string name) => Current.IsName(name) ? Next() : throw Unexpected($"`{name}`");

    public Token Expect(TokenKind kind, string what) => Current.Kind == kind ? Next() : throw Unexpected(what);

    public TemplateFault Unexpected(string expected) => TemplateFault.Syntax($"Expected {expected} but found {Current}", Current.Offset);
}
