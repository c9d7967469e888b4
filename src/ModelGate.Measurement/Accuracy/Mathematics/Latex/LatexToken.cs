namespace ModelGate.Measurement.Accuracy.Mathematics.Latex;

/// <summary>What a piece of a formula is to the parser.</summary>
internal enum LatexTokenKind
{
    End,

    /// <summary>A character that the language does not have; a formula that reaches it is refused.</summary>
    Unrecognised,
    Plus,
    Minus,
    Times,
    Divide,
    Comma,
    Point,
    LeftParenthesis,
    RightParenthesis,
    LeftBrace,
    RightBrace,
    LeftBraceLiteral,
    RightBraceLiteral,
    LeftBracket,
    RightBracket,
    Bar,
    LeftBar,
    RightBar,
    LeftAngle,
    RightAngle,
    LeftFloor,
    RightFloor,
    LeftCeiling,
    RightCeiling,
    Underscore,
    Caret,
    Factorial,
    Primes,
    Relation,
    Digit,
    Letter,

    /// <summary>A <c>d</c> and a letter or command.</summary>
    Differential,

    /// <summary>A command that stands for a symbol.</summary>
    Command,
    Function,
    Root,
    Overline,
    Fraction,
    Binomial,
    Italic,
    Limit,
    Approaches,
    Integral,
    Summation,
}

/// <param name="Text">As written; of commands without the backslash.</param>
internal readonly record struct LatexToken(LatexTokenKind Kind, string Text);
