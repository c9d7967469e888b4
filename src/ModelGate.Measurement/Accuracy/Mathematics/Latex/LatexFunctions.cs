using Kind = ModelGate.Measurement.Accuracy.Mathematics.Latex.LatexTokenKind;

namespace ModelGate.Measurement.Accuracy.Mathematics.Latex;

/// <summary>Functions by command, with exponents, bases and arguments; sums, integrals and limits, which are read only.</summary>
internal sealed class LatexFunctions(LatexTokens tokens, LatexGrammar grammar, LatexOperands operands)
{
    private static readonly HashSet<string> Invertible = ["sin", "cos", "tan", "csc", "sec", "cot", "sinh", "cosh", "tanh"];

    public Expression? Function() => tokens.Kind switch
    {
        Kind.Function => Call(),
        Kind.Root => Root(),
        Kind.Overline => Overline(),
        _ => Unevaluated(tokens.Take()),
    };

    private Expression? Call()
    {
        string name = tokens.Take();
        Expression? below = null, above = null;
        for (int i = 0; i < 2; i++)
        {
            if (tokens.Kind == Kind.Underscore && below is null)
            {
                below = grammar.Subscript();
                if (below is null) return null;
            }
            else if (tokens.Kind == Kind.Caret && above is null)
            {
                above = grammar.Superscript();
                if (above is null) return null;
            }
        }

        if (Argument() is { } argument) return Apply(name, below, above, argument);
        return SplitsNumber(ref below, ref above) && Argument() is { } last ? Apply(name, below, above, last) : null;
    }

    /// <summary>
    /// White space does not end a number, so <c>\log_2 8</c> reads as base 28 without an argument. Then the last digit is the argument.
    /// </summary>
    private bool SplitsNumber(ref Expression? below, ref Expression? above)
    {
        if (tokens.KindAt(-1) != Kind.Digit || tokens.KindAt(-2) != Kind.Digit) return false;
        tokens.Position--;
        if (tokens.Last(Kind.Caret, Kind.Underscore) == Kind.Caret) above = Shortened(above);
        else below = Shortened(below);
        return true;
    }

    private static Expression? Shortened(Expression? number) =>
        number is Expression.Number { Value: { IsInteger: true, Numerator: var digits } } ? new Expression.Number(digits / 10) : number;

    private Expression? Argument() => tokens.Attempt(Arguments) ?? tokens.Attempt(() => grammar.Product(withFunctions: false));

    private static Expression Apply(string name, Expression? below, Expression? above, Expression argument)
    {
        if (Invertible.Contains(name) && above is Expression.Number { Value: var power } && power == -1)
        {
            return new Expression.Function("a" + name, [argument]);
        }

        Expression value = name switch
        {
            "ln" or "log" => new Expression.Function("log", below is null ? [argument] : [argument, below]),
            "lg" => new Expression.Function("log", [argument, below ?? new Expression.Number(10)]),
            _ when name.StartsWith("arc", StringComparison.Ordinal) => new Expression.Function("a" + name[3..], [argument]),
            _ when name.StartsWith("ar", StringComparison.Ordinal) => new Expression.Function("a" + name[2..], [argument]),
            _ => new Expression.Function(name, [argument]),
        };
        return above is null or Expression.Number { Value.IsZero: true } ? value : new Expression.Power(value, above);
    }

    /// <summary>In parentheses; of several the first counts.</summary>
    private Expression? Arguments()
    {
        if (!tokens.TryTake(Kind.LeftParenthesis) || grammar.Sum() is not { } first) return null;
        while (tokens.TryTake(Kind.Comma))
        {
            if (grammar.Sum() is null) return null;
        }

        return tokens.TryTake(Kind.RightParenthesis) ? first : null;
    }

    private Expression.Power? Root()
    {
        tokens.Take();
        Expression degree = new Expression.Number(2);
        if (tokens.Kind == Kind.LeftBracket)
        {
            if (operands.Between(Kind.LeftBracket, Kind.RightBracket) is not { } given) return null;
            degree = given;
        }

        return operands.Between(Kind.LeftBrace, Kind.RightBrace) is { } radicand ? new(radicand, LatexGrammar.Inverse(degree)) : null;
    }

    private Expression.Function? Overline()
    {
        tokens.Take();
        return operands.Between(Kind.LeftBrace, Kind.RightBrace) is { } inner ? new("conjugate", [inner]) : null;
    }

    /// <summary>Bounds in either order and what they bound. Sums and products need both bounds, limits the lower one.</summary>
    private Expression.Unevaluated? Unevaluated(string kind)
    {
        List<Expression> parts = [];
        int bounds = 0;
        while (bounds < 2 && tokens.Kind is Kind.Underscore or Kind.Caret)
        {
            bool isLower = tokens.Kind == Kind.Underscore && kind is "sum" or "prod" or "lim";
            Expression? bound = isLower ? LowerBound() : tokens.Kind == Kind.Caret ? grammar.Superscript() : grammar.Subscript();
            if (bound is null) return null;
            parts.Add(bound);
            bounds++;
        }

        bool fits = kind switch { "lim" => bounds == 1, "sum" or "prod" => bounds == 2, _ => bounds != 1 };
        Expression? body = kind is "sum" or "prod" or "lim" ? grammar.Product(withFunctions: true) : grammar.Sum();
        return fits && body is not null ? new(kind, [.. parts, body]) : null;
    }

    private Expression? LowerBound()
    {
        tokens.Take();
        if (!tokens.TryTake(Kind.LeftBrace) || grammar.Sum() is not { } variable) return null;
        if (!tokens.TryTake(Kind.Relation) && !tokens.TryTake(Kind.Approaches)) return null;
        if (grammar.Sum() is not { } start) return null;
        if (tokens.TryTake(Kind.Caret) && tokens.Kind is Kind.Plus or Kind.Minus) tokens.Take();
        return tokens.TryTake(Kind.RightBrace) ? new Expression.Relation("=", variable, start) : null;
    }
}
