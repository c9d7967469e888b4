using System.Text;
using Kind = ModelGate.Measurement.Accuracy.Mathematics.Latex.LatexTokenKind;

namespace ModelGate.Measurement.Accuracy.Mathematics.Latex;

/// <summary>What sums and products are made of: numbers, symbols, fractions, groups, functions.</summary>
internal sealed class LatexOperands(LatexTokens tokens, LatexGrammar grammar)
{
    private bool _barsClose;

    /// <param name="withFunctions">Whether functions, roots, <c>f(x)</c>, integrals, sums and limits fit.</param>
    public Expression? Operand(bool withFunctions) => tokens.Kind switch
    {
        Kind.LeftParenthesis => Between(Kind.LeftParenthesis, Kind.RightParenthesis),
        Kind.LeftBracket => Between(Kind.LeftBracket, Kind.RightBracket),
        Kind.LeftBrace => Between(Kind.LeftBrace, Kind.RightBrace),
        Kind.LeftBraceLiteral => Between(Kind.LeftBraceLiteral, Kind.RightBraceLiteral),
        Kind.LeftFloor => Named("floor", Between(Kind.LeftFloor, Kind.RightFloor)),
        Kind.LeftCeiling => Named("ceiling", Between(Kind.LeftCeiling, Kind.RightCeiling)),
        Kind.Bar => _barsClose ? null : Absolute() ?? Ket(),
        Kind.Function or Kind.Root or Kind.Overline or Kind.Summation or Kind.Integral or Kind.Limit =>
            withFunctions ? new LatexFunctions(tokens, grammar, this).Function() : null,
        Kind.Letter or Kind.Command when withFunctions => AppliedOrSymbol(),
        _ => Atom(),
    };

    public Expression? Between(Kind left, Kind right, bool barsClose = false)
    {
        if (!tokens.TryTake(left)) return null;
        bool outer = _barsClose;
        _barsClose = barsClose;
        Expression? inner = grammar.Sum();
        _barsClose = outer;
        return inner is not null && tokens.TryTake(right) ? inner : null;
    }

    public Expression? Atom() => tokens.Kind switch
    {
        Kind.Letter or Kind.Command => Symbol(),
        Kind.Digit => Number(),
        Kind.Differential => new Expression.Symbol("d" + tokens.Take()[1..].Trim().TrimStart('\\')),
        Kind.Italic => Italic(),
        Kind.Fraction => Fraction(),
        Kind.Binomial => Binomial(),
        Kind.LeftAngle => Bra(),
        Kind.Bar or Kind.LeftBar => Ket(),
        _ => null,
    };

    private static Expression.Function? Named(string name, Expression? argument) => argument is null ? null : new(name, [argument]);

    /// <summary>A bar inside opens another absolute value where that can be closed too; where it cannot, it closes this one.</summary>
    private Expression? Absolute() => Named(
        "abs", tokens.Attempt(() => Between(Kind.Bar, Kind.Bar)) ?? tokens.Attempt(() => Between(Kind.Bar, Kind.Bar, barsClose: true)));

    private Expression.Unevaluated? Ket()
    {
        tokens.Take();
        return grammar.Sum() is { } inner && tokens.TryTake(Kind.RightAngle) ? new("ket", [inner]) : null;
    }

    private Expression.Unevaluated? Bra()
    {
        tokens.Take();
        return grammar.Sum() is { } inner && (tokens.TryTake(Kind.Bar) || tokens.TryTake(Kind.RightBar)) ? new("bra", [inner]) : null;
    }

    /// <summary>
    /// <c>f(x)</c> where arguments and a closing parenthesis follow; without the latter the symbol alone, unless a comma was reached, which
    /// only arguments have.
    /// </summary>
    private Expression? AppliedOrSymbol()
    {
        int start = tokens.Position;
        if (Name() is not { } name) return null;
        int end = tokens.Position;
        if (!tokens.TryTake(Kind.LeftParenthesis)) return Symbol(start);
        List<Expression> arguments = [];
        while (grammar.Sum() is { } argument)
        {
            arguments.Add(argument);
            if (tokens.TryTake(Kind.Comma)) continue;
            if (tokens.TryTake(Kind.RightParenthesis)) return new Expression.Applied(name, arguments);
            break;
        }

        if (arguments.Count > 1 || (arguments.Count == 1 && tokens.KindAt(-1) == Kind.Comma)) return null;
        tokens.Position = end;
        return Symbol(start);
    }

    private Expression? Symbol(int start)
    {
        tokens.Position = start;
        return Symbol();
    }

    private Expression? Symbol()
    {
        bool isCommand = tokens.Kind == Kind.Command;
        string letters = tokens.Text;
        if (Name() is not { } name) return null;
        if (!isCommand) return new Expression.Symbol(name);
        return letters == "infty" ? new Expression.Infinity() : new Expression.Symbol(name.TrimEnd('\''));
    }

    /// <summary>A letter or command with subscript and primes, in either order.</summary>
    private string? Name()
    {
        string name = tokens.Take(), primes = "";
        if (tokens.Kind == Kind.Primes) primes = tokens.Take();
        if (tokens.Kind == Kind.Underscore)
        {
            if (grammar.Subscript() is not { } subscript) return null;
            name += $"_{{{subscript}}}";
        }

        if (primes.Length == 0 && tokens.Kind == Kind.Primes) primes = tokens.Take();
        return name + primes;
    }

    /// <summary>
    /// Digits, groups of three behind commas, and decimals. Where a point has none behind it, only the first digit is read, and a single
    /// digit is no number.
    /// </summary>
    private Expression.Number? Number()
    {
        int start = tokens.Position;
        StringBuilder text = new();
        while (tokens.Kind == Kind.Digit) text.Append(tokens.Take());
        while (tokens.Kind == Kind.Comma && Enumerable.Range(1, 3).All(ahead => tokens.KindAt(ahead) == Kind.Digit))
        {
            tokens.Take();
            for (int i = 0; i < 3; i++) text.Append(tokens.Take());
        }

        if (tokens.Kind != Kind.Point) return Whole(text.ToString());
        text.Append(tokens.Take());
        if (tokens.Kind != Kind.Digit)
        {
            tokens.Position = start + 1;
            return text.Length > 2 ? Whole(text.ToString(0, 1)) : null;
        }

        while (tokens.Kind == Kind.Digit) text.Append(tokens.Take());
        return new(Rational.OfDecimal(text.ToString()));
    }

    /// <summary>A leading 0 is not accepted as Python does not.</summary>
    private Expression.Number Whole(string digits)
    {
        if (digits[0] == '0' && digits.Any(digit => digit != '0')) tokens.Refuse();
        return new(Rational.OfDecimal(digits));
    }

    private Expression.Symbol? Italic()
    {
        tokens.Take();
        if (!tokens.TryTake(Kind.LeftBrace)) return null;
        string name = "";
        while (tokens.Kind == Kind.Letter) name += tokens.Take();
        return tokens.TryTake(Kind.RightBrace) ? new(name) : null;
    }

    private Expression? Fraction()
    {
        tokens.Take();
        if (Part() is not { } upper) return null;
        bool isDerivative = tokens.Kind == Kind.LeftBrace
            && (tokens.KindAt(1) == Kind.Differential && tokens.KindAt(2) == Kind.RightBrace);
        if (Part() is not { } lower) return null;
        if (isDerivative) return new Expression.Unevaluated("derivative", [upper, lower]);
        Expression inverse = LatexGrammar.Inverse(lower);
        return upper is Expression.Number { Value.IsOne: true } ? inverse : new Expression.Product(upper, inverse);
    }

    /// <summary>One digit, or a group in braces.</summary>
    private Expression? Part() => tokens.Kind == Kind.Digit
        ? new Expression.Number(Rational.OfDecimal(tokens.Take())) : Between(Kind.LeftBrace, Kind.RightBrace);

    private Expression.Function? Binomial()
    {
        tokens.Take();
        return Between(Kind.LeftBrace, Kind.RightBrace) is { } upper && Between(Kind.LeftBrace, Kind.RightBrace) is { } lower
            ? new("binomial", [upper, lower]) : null;
    }
}
