using ModelGate.Models.Templates.Values;

namespace ModelGate.Models.Templates.Syntax;

/// <summary>An expression of the template language. Offsets point at the operator or name that an error is about.</summary>
internal abstract record Expression
{
    private Expression(int offset) => Offset = offset;

    public int Offset { get; }

    public sealed record Literal(Value Value, int Offset) : Expression(Offset);

    public sealed record Variable(string Identifier, int Offset) : Expression(Offset);

    public sealed record ListLiteral(IReadOnlyList<Expression> Items, int Offset) : Expression(Offset);

    public sealed record TupleLiteral(IReadOnlyList<Expression> Items, int Offset) : Expression(Offset);

    public sealed record DictLiteral(IReadOnlyList<(Expression Key, Expression Value)> Entries, int Offset) : Expression(Offset);

    public sealed record Attribute(Expression Target, string Name, int Offset) : Expression(Offset);

    public sealed record Item(Expression Target, Expression Key, int Offset) : Expression(Offset);

    /// <summary>An end left out is null.</summary>
    public sealed record Slice(Expression Target, Expression? Start, Expression? Stop, Expression? Step, int Offset) : Expression(Offset);

    public sealed record Call(Expression Callee, CallArguments Arguments, int Offset) : Expression(Offset);

    /// <param name="Input">Null in <c>{% filter %}</c> and block <c>set</c>: the text of the block.</param>
    public sealed record Filter(Expression? Input, string Name, CallArguments Arguments, int Offset) : Expression(Offset);

    public sealed record Test(Expression Input, string Name, CallArguments Arguments, int Offset) : Expression(Offset);

    /// <param name="Symbol"><c>-</c> or <c>+</c>.</param>
    public sealed record Unary(string Symbol, Expression Operand, int Offset) : Expression(Offset);

    public sealed record Binary(string Symbol, Expression Left, Expression Right, int Offset) : Expression(Offset);

    /// <summary><c>a ~ b ~ c</c>.</summary>
    public sealed record Concatenation(IReadOnlyList<Expression> Parts, int Offset) : Expression(Offset);

    /// <summary><c>a &lt; b &lt; c</c>: each operand is evaluated once, up to the first comparison that is false.</summary>
    public sealed record Comparison(
        Expression First, IReadOnlyList<(string Symbol, Expression Operand)> Rest, int Offset) : Expression(Offset);

    public sealed record And(Expression Left, Expression Right, int Offset) : Expression(Offset);

    public sealed record Or(Expression Left, Expression Right, int Offset) : Expression(Offset);

    public sealed record Not(Expression Operand, int Offset) : Expression(Offset);

    /// <param name="Otherwise">Null: undefined.</param>
    public sealed record Conditional(Expression Condition, Expression Then, Expression? Otherwise, int Offset) : Expression(Offset);
}

/// <param name="Spread"><c>*list</c>.</param>
/// <param name="NamedSpread"><c>**dictionary</c>.</param>
internal sealed record CallArguments(
    IReadOnlyList<Expression> Positional, IReadOnlyList<(string Name, Expression Value)> Named, Expression? Spread, Expression? NamedSpread)
{
    public static CallArguments None { get; } = new([], [], null, null);
}
