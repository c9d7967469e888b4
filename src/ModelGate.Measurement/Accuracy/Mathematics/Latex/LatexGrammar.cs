using Kind = ModelGate.Measurement.Accuracy.Mathematics.Latex.LatexTokenKind;

namespace ModelGate.Measurement.Accuracy.Mathematics.Latex;

/// <summary>
/// Sums, products, powers and what binds them. A method gives null where its rule does not fit. An operator, factor or exponent that does
/// not fit is left unread, and the formula ends before it.
/// </summary>
internal sealed class LatexGrammar
{
    private const int Deepest = 100;

    private readonly LatexTokens _tokens;
    private readonly LatexOperands _operands;
    private int _depth;

    public LatexGrammar(LatexTokens tokens)
    {
        _tokens = tokens;
        _operands = new(tokens, this);
    }

    /// <summary>A formula or a chain of comparisons; a sign of comparison without a right side refuses the whole.</summary>
    public Expression? Relation()
    {
        Expression? left = Sum();
        while (left is not null && _tokens.Kind == Kind.Relation)
        {
            string sign = _tokens.Take();
            left = Sum() is { } right ? new Expression.Relation(sign, left, right) : null;
        }

        return left;
    }

    public Expression? Sum()
    {
        if (++_depth > Deepest) throw new NotDecidedException($"More than {Deepest} levels.");
        Expression? left = Product(withFunctions: true);
        while (left is not null && _tokens.Kind is Kind.Plus or Kind.Minus)
        {
            Expression? sum = _tokens.Attempt(() =>
            {
                bool subtracts = _tokens.Take() == "-";
                return Product(withFunctions: true) is { } right ? new Expression.Sum(left, subtracts ? Negative(right) : right) : null;
            });
            if (sum is null) break;
            left = sum;
        }

        _depth--;
        return left;
    }

    /// <param name="withFunctions">
    /// Whether factors after the first may be functions; an argument without parentheses ends before one.
    /// </param>
    public Expression? Product(bool withFunctions)
    {
        Expression? left = Signed(withFunctions);
        while (left is not null && _tokens.Kind is Kind.Times or Kind.Divide)
        {
            Expression? product = _tokens.Attempt(() =>
            {
                bool divides = _tokens.Kind == Kind.Divide;
                _tokens.Take();
                if (Signed(withFunctions) is not { } right) return null;
                return new Expression.Product(left, divides ? Inverse(right) : right);
            });
            if (product is null) break;
            left = product;
        }

        return left;
    }

    public static Expression Inverse(Expression value) => new Expression.Power(value, new Expression.Number(-1));

    /// <summary><c>^</c> and an atom or a group in braces.</summary>
    public Expression? Superscript()
    {
        if (!_tokens.TryTake(Kind.Caret)) return null;
        return _tokens.Kind == Kind.LeftBrace ? _operands.Between(Kind.LeftBrace, Kind.RightBrace) : _operands.Atom();
    }

    /// <summary><c>_</c> and an atom or a group in braces.</summary>
    public Expression? Subscript()
    {
        if (!_tokens.TryTake(Kind.Underscore)) return null;
        return _tokens.Kind == Kind.LeftBrace ? _operands.Between(Kind.LeftBrace, Kind.RightBrace) : _operands.Atom();
    }

    private static Expression Negative(Expression value) => value is Expression.Number { Value: var number }
        ? new Expression.Number(-number) : new Expression.Product(new Expression.Number(-1), value);

    private Expression? Signed(bool withFunctions)
    {
        if (_tokens.Kind is not (Kind.Plus or Kind.Minus)) return Factors(withFunctions);
        if (++_depth > Deepest) throw new NotDecidedException($"More than {Deepest} levels.");
        bool negates = _tokens.Take() == "-";
        Expression? value = Signed(withFunctions);
        _depth--;
        return value is not null && negates ? Negative(value) : value;
    }

    private Expression? Factors(bool withFunctions)
    {
        if (Factor(withFunctions: true) is not { } first) return null;
        List<Expression> factors = [first];
        while (_tokens.Attempt(() => Factor(withFunctions)) is { } next) factors.Add(next);
        Expression product = factors[^1];
        for (int i = factors.Count - 2; i >= 0; i--)
        {
            if (i > 0 && factors[i] is Expression.Symbol { Name: "x" } && IsNumeric(factors[i - 1]) && IsNumeric(factors[i + 1])) continue;
            product = new Expression.Product(factors[i], product);
        }

        return product;
    }

    private static bool IsNumeric(Expression value) => value switch
    {
        Expression.Number or Expression.Infinity => true,
        Expression.Sum { Left: var left, Right: var right } => IsNumeric(left) && IsNumeric(right),
        Expression.Product { Left: var left, Right: var right } => IsNumeric(left) && IsNumeric(right),
        Expression.Power { Base: var @base, Exponent: var exponent } => IsNumeric(@base) && IsNumeric(exponent),
        Expression.Function { Arguments: var arguments } => arguments.All(IsNumeric),
        Expression.Applied { Arguments: var arguments } => arguments.All(IsNumeric),
        _ => false,
    };

    private Expression? Factor(bool withFunctions)
    {
        Expression? value = _operands.Operand(withFunctions);
        while (value is not null && _tokens.Kind == Kind.Caret)
        {
            Expression? power = _tokens.Attempt(() => Superscript() is { } exponent && SkipsSubscript()
                ? new Expression.Power(value, exponent) : null);
            if (power is null) break;
            value = power;
        }

        while (value is not null)
        {
            if (_tokens.TryTake(Kind.Factorial)) value = new Expression.Function("factorial", [value]);
            else if (_tokens.Attempt(() => EvaluatedAt(value)) is { } evaluated) value = evaluated;
            else break;
        }

        return value;
    }

    /// <summary>A subscript behind an exponent is read and has no meaning.</summary>
    private bool SkipsSubscript() => _tokens.Kind != Kind.Underscore || Subscript() is not null;

    /// <summary><c>|^{…}_{…}</c> behind a value.</summary>
    private Expression.Unevaluated? EvaluatedAt(Expression value)
    {
        if (!_tokens.TryTake(Kind.Bar)) return null;
        List<Expression> parts = [value];
        while (parts.Count < 3 && _tokens.Kind is Kind.Caret or Kind.Underscore && _tokens.KindAt(1) == Kind.LeftBrace)
        {
            string sign = _tokens.Take();
            _tokens.Take();
            if (Relation() is not { } place || !_tokens.TryTake(Kind.RightBrace)) return null;
            parts.Add(new Expression.Relation(sign, value, place));
        }

        return parts.Count > 1 ? new("at", parts) : null;
    }
}
