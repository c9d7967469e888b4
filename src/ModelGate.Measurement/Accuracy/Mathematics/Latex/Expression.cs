namespace ModelGate.Measurement.Accuracy.Mathematics.Latex;

/// <summary>A formula as read, nothing computed. <see cref="object.ToString"/> is the same for equal trees and for no others.</summary>
public abstract record Expression
{
    private Expression()
    {
    }

    public sealed override string ToString() => this switch
    {
        Number { Value: var value } => value.ToString(),
        Symbol { Name: var name } => name,
        Infinity => "oo",
        Sum { Left: var left, Right: var right } => $"({left} + {right})",
        Product { Left: var left, Right: var right } => $"({left} * {right})",
        Power { Base: var @base, Exponent: var exponent } => $"({@base} ^ {exponent})",
        Function { Name: var name, Arguments: var arguments } => $"\\{name}({string.Join(", ", arguments)})",
        Applied { Name: var name, Arguments: var arguments } => $"{name}({string.Join(", ", arguments)})",
        Unevaluated { Kind: var kind, Parts: var parts } => $"\\{kind}[{string.Join(", ", parts)}]",
        Relation { Sign: var sign, Left: var left, Right: var right } => $"({left} {sign} {right})",
        _ => throw new InvalidOperationException("Unknown expression."),
    };

    public sealed record Number(Rational Value) : Expression;

    /// <summary>A letter or command, with subscript and primes.</summary>
    public sealed record Symbol(string Name) : Expression;

    public sealed record Infinity : Expression;

    public sealed record Sum(Expression Left, Expression Right) : Expression;

    public sealed record Product(Expression Left, Expression Right) : Expression;

    public sealed record Power(Expression Base, Expression Exponent) : Expression;

    /// <summary>A function that has a meaning: <c>sin</c>, <c>log</c> (of argument and base), <c>abs</c>, <c>binomial</c>, …</summary>
    public sealed record Function(string Name, IReadOnlyList<Expression> Arguments) : Expression;

    /// <summary>A function that has none: <c>f(x)</c>. A letter before a parenthesis always reads so.</summary>
    public sealed record Applied(string Name, IReadOnlyList<Expression> Arguments) : Expression;

    /// <summary>Sums, integrals, limits and what else is read but not computed.</summary>
    public sealed record Unevaluated(string Kind, IReadOnlyList<Expression> Parts) : Expression;

    public sealed record Relation(string Sign, Expression Left, Expression Right) : Expression;
}
