using System.Text;
using ModelGate.Models.Templates.Syntax;
using ModelGate.Models.Templates.Values;

namespace ModelGate.Models.Templates.Evaluation;

/// <summary>Expressions to values.</summary>
internal sealed class ExpressionEvaluator(Runtime runtime)
{
    /// <summary>Where the last operation began: the place of an error.</summary>
    public int Offset { get; private set; }

    public bool IsTrue(Expression expression, Scope scope) => Sequences.IsTrue(Evaluate(expression, scope));

    public Value Evaluate(Expression expression, Scope scope)
    {
        Recursion.Check();
        runtime.Budget.Step();
        Offset = expression.Offset;
        return expression switch
        {
            Expression.Literal literal => literal.Value,
            Expression.Variable variable => scope.Find(variable.Identifier) ?? runtime.Undefined($"`{variable.Identifier}` is undefined"),
            Expression.ListLiteral list => Value.Of(EvaluateAll(list.Items, scope)),
            Expression.TupleLiteral tuple => new Value.Tuple(EvaluateAll(tuple.Items, scope)),
            Expression.DictLiteral dict => EvaluateDict(dict, scope),
            Expression.Attribute attribute => Apply(attribute, Evaluate(attribute.Target, scope)),
            Expression.Item item => Apply(item, Evaluate(item.Target, scope), Evaluate(item.Key, scope)),
            Expression.Slice slice => EvaluateSlice(slice, scope),
            Expression.Call call => Call(call, scope, []),
            Expression.Filter filter => Filter(filter, scope, null),
            Expression.Test test => EvaluateTest(test, scope),
            Expression.Unary unary => Apply(unary, Evaluate(unary.Operand, scope)),
            Expression.Binary binary => Apply(binary, Evaluate(binary.Left, scope), Evaluate(binary.Right, scope)),
            Expression.Concatenation concatenation => Concatenate(concatenation, scope),
            Expression.Comparison comparison => Compare(comparison, scope),
            Expression.And and => Evaluate(and.Left, scope) is var left && Sequences.IsTrue(left) ? Evaluate(and.Right, scope) : left,
            Expression.Or or => Evaluate(or.Left, scope) is var left && Sequences.IsTrue(left) ? left : Evaluate(or.Right, scope),
            Expression.Not not => Value.Of(!IsTrue(not.Operand, scope)),
            Expression.Conditional conditional => EvaluateConditional(conditional, scope),
            _ => throw new InvalidOperationException(),
        };
    }

    /// <param name="more">Named arguments besides those written, as <c>caller</c>.</param>
    public Value Call(Expression.Call call, Scope scope, IReadOnlyList<KeyValuePair<string, Value>> more)
    {
        Value callee = Evaluate(call.Callee, scope);
        Arguments arguments = EvaluateArguments(call.Arguments, scope, more);
        Offset = call.Offset;
        return callee switch
        {
            Value.Callable { Call: var function } => function(arguments),
            Value.Object { Call: { } function } => function(arguments),
            Value.Undefined undefined => throw undefined.Fault(),
            _ => throw TemplateFault.Operation($"A {TypeName.Of(callee)} cannot be called"),
        };
    }

    /// <param name="block">The input of the innermost filter of a block's chain.</param>
    public Value Filter(Expression.Filter filter, Scope scope, Value? block)
    {
        Value input = filter.Input switch
        {
            null => block!,
            Expression.Filter inner => Filter(inner, scope, block),
            _ => Evaluate(filter.Input, scope),
        };
        Arguments arguments = EvaluateArguments(filter.Arguments, scope, []);
        Offset = filter.Offset;
        return runtime.ApplyFilter(filter.Name, input, arguments);
    }

    private Value EvaluateTest(Expression.Test test, Scope scope)
    {
        Value input = Evaluate(test.Input, scope);
        Arguments arguments = EvaluateArguments(test.Arguments, scope, []);
        Offset = test.Offset;
        return Value.Of(runtime.ApplyTest(test.Name, input, arguments));
    }

    private Arguments EvaluateArguments(CallArguments call, Scope scope, IReadOnlyList<KeyValuePair<string, Value>> more)
    {
        if (ReferenceEquals(call, CallArguments.None) && more.Count == 0) return Arguments.Empty;
        List<Value> positional = EvaluateAll(call.Positional, scope);
        List<KeyValuePair<string, Value>> named = [];
        foreach ((string name, Expression value) in call.Named) named.Add(KeyValuePair.Create(name, Evaluate(value, scope)));
        named.AddRange(more);
        if (call.Spread is not null) positional.AddRange(runtime.Iterate(Evaluate(call.Spread, scope)));
        if (call.NamedSpread is not null)
        {
            if (Evaluate(call.NamedSpread, scope) is not Value.Dict dict) throw TemplateFault.Operation("`**` needs a dictionary");
            foreach ((Value key, Value value) in dict.Entries)
            {
                named.Add(KeyValuePair.Create(TextMethods.RequireText(key, "A name after `**`"), value));
            }
        }

        return new Arguments(positional, named);
    }

    private List<Value> EvaluateAll(IReadOnlyList<Expression> expressions, Scope scope)
    {
        List<Value> values = new(expressions.Count);
        foreach (Expression expression in expressions) values.Add(Evaluate(expression, scope));
        return values;
    }

    private Value.Dict EvaluateDict(Expression.DictLiteral literal, Scope scope)
    {
        Value.Dict dict = new();
        foreach ((Expression key, Expression value) in literal.Entries) dict.Entries[Evaluate(key, scope)] = Evaluate(value, scope);
        return dict;
    }

    private Value EvaluateSlice(Expression.Slice slice, Scope scope)
    {
        Value target = Evaluate(slice.Target, scope);
        Slicing slicing = Slicing.Of(Bound(slice.Start, scope), Bound(slice.Stop, scope), Bound(slice.Step, scope));
        Offset = slice.Offset;
        return runtime.Subscripts.Slice(target, slicing);
    }

    private Value Bound(Expression? expression, Scope scope) => expression is null ? Value.Nothing : Evaluate(expression, scope);

    private Value Apply(Expression.Attribute attribute, Value target)
    {
        Offset = attribute.Offset;
        return runtime.Subscripts.Attribute(target, attribute.Name);
    }

    private Value Apply(Expression.Item item, Value target, Value key)
    {
        Offset = item.Offset;
        return runtime.Subscripts.Item(target, key);
    }

    private Value Apply(Expression.Unary unary, Value operand)
    {
        Offset = unary.Offset;
        return unary.Symbol == "-" ? Arithmetic.Negate(operand) : Arithmetic.Plus(operand);
    }

    private Value Apply(Expression.Binary binary, Value left, Value right)
    {
        Offset = binary.Offset;
        Value result = runtime.Arithmetic.Apply(binary.Symbol, left, right);
        if (result is Value.Text { Characters: var text }) runtime.Budget.Charge(text);
        if (result is Value.List { Items.Count: var count }) runtime.Budget.Step(count >> 3);
        return result;
    }

    private Value Concatenate(Expression.Concatenation concatenation, Scope scope)
    {
        StringBuilder text = new();
        foreach (Expression part in concatenation.Parts) runtime.Budget.Append(text, runtime.Str(Evaluate(part, scope)));
        return Value.Of(text.ToString());
    }

    private Value Compare(Expression.Comparison comparison, Scope scope)
    {
        Value left = Evaluate(comparison.First, scope);
        foreach ((string symbol, Expression operand) in comparison.Rest)
        {
            Value right = Evaluate(operand, scope);
            Offset = comparison.Offset;
            bool holds = symbol switch
            {
                "==" => Equality.AreEqual(left, right),
                "!=" => !Equality.AreEqual(left, right),
                "in" => Sequences.Contains(right, left),
                "not in" => !Sequences.Contains(right, left),
                "<" => Ordering.Compare(left, right, symbol) < 0,
                "<=" => Ordering.Compare(left, right, symbol) <= 0,
                ">" => Ordering.Compare(left, right, symbol) > 0,
                _ => Ordering.Compare(left, right, symbol) >= 0,
            };
            if (!holds) return Value.False;
            left = right;
        }

        return Value.True;
    }

    private Value EvaluateConditional(Expression.Conditional conditional, Scope scope)
    {
        if (IsTrue(conditional.Condition, scope)) return Evaluate(conditional.Then, scope);
        return conditional.Otherwise is null
            ? new Value.Undefined("The condition is false and there is no `else`", isStrict: false)
            : Evaluate(conditional.Otherwise, scope);
    }
}
