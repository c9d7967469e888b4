namespace ModelGate.Models.Templates.Syntax;

internal enum TokenKind
{
    /// <summary>Text outside of tags.</summary>
    Data,
    OutputBegin,
    OutputEnd,
    BlockBegin,
    BlockEnd,
    Name,
    Text,
    Integer,
    Float,
    Operator,
    End,
}

/// <param name="Text">The data, the name, the operator, the digits without underscores, or the text with its escapes resolved.</param>
/// <param name="Offset">In the template's text.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Offset)
{
    public bool IsOperator(string symbol) => Kind == TokenKind.Operator && Text == symbol;

    public bool IsName(string name) => Kind == TokenKind.Name && Text == name;

    /// <summary>For error messages.</summary>
    public override string ToString() => Kind switch
    {
        TokenKind.Data => "text",
        TokenKind.OutputBegin => "`{{`",
        TokenKind.OutputEnd => "`}}`",
        TokenKind.BlockBegin => "`{%`",
        TokenKind.BlockEnd => "`%}`",
        TokenKind.Text => "a string",
        TokenKind.End => "the end of the template",
        _ => $"`{Text}`",
    };
}
