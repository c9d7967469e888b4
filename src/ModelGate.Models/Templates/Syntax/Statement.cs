namespace ModelGate.Models.Templates.Syntax;

/// <summary>A piece of a template: text, output or a block.</summary>
internal abstract record Statement
{
    private Statement()
    {
    }

    public sealed record Data(string Text) : Statement;

    public sealed record Output(Expression Value) : Statement;

    /// <param name="Branches">In order; the first whose condition holds runs.</param>
    public sealed record If(IReadOnlyList<(Expression Condition, Block Body)> Branches, Block Otherwise) : Statement;

    /// <param name="Filter">Items for which it is false are not visited and not counted.</param>
    /// <param name="Otherwise">Runs when no item was visited.</param>
    public sealed record For(
        Target Target, Expression Items, Expression? Filter, bool IsRecursive, Block Body, Block Otherwise, int Offset) : Statement;

    public sealed record Set(Target Target, Expression Value) : Statement;

    /// <param name="Filter">A chain of filters whose innermost input is the block's text; null for the text itself.</param>
    public sealed record SetBlock(Target Target, Expression? Filter, Block Body) : Statement;

    public sealed record Macro(string Name, Signature Signature, Block Body) : Statement;

    public sealed record CallBlock(Signature Signature, Expression.Call Call, Block Body) : Statement;

    public sealed record FilterBlock(Expression Filter, Block Body) : Statement;

    public sealed record With(IReadOnlyList<(Target Target, Expression Value)> Bindings, Block Body) : Statement;

    /// <summary><c>{% generation %}</c>: text of the assistant; prints as it is, in a scope of its own.</summary>
    public sealed record Generation(Block Body) : Statement;

    public sealed record Break : Statement;

    public sealed record Continue : Statement;
}

internal sealed record Block(IReadOnlyList<Statement> Statements)
{
    public static Block Empty { get; } = new([]);
}

/// <summary>What is assigned to.</summary>
internal abstract record Target
{
    private Target(int offset) => Offset = offset;

    public int Offset { get; }

    public sealed record Name(string Identifier, int Offset) : Target(Offset);

    public sealed record Tuple(IReadOnlyList<Target> Items, int Offset) : Target(Offset);

    /// <summary><c>name.attribute</c>, where the name is a namespace.</summary>
    public sealed record Attribute(string Namespace, string Identifier, int Offset) : Target(Offset);
}

/// <param name="Defaults">Of the last parameters.</param>
internal sealed record Signature(IReadOnlyList<string> Parameters, IReadOnlyList<Expression> Defaults)
{
    public static Signature Empty { get; } = new([], []);

    /// <summary>The body names <c>varargs</c>, and so takes more arguments by position.</summary>
    public bool TakesVarargs { get; init; }

    /// <summary>The body names <c>kwargs</c>, and so takes arguments of any name.</summary>
    public bool TakesKwargs { get; init; }

    /// <summary>The body names <c>caller</c>, and so can be called with a block.</summary>
    public bool TakesCaller { get; init; }

    /// <summary>Null for a parameter without a default.</summary>
    public Expression? DefaultOf(int parameter) => parameter < Parameters.Count - Defaults.Count
        ? null
        : Defaults[parameter - (Parameters.Count - Defaults.Count)];
}
