using ModelGate.Models.Templates.Filters;
using ModelGate.Models.Templates.Tests;
using ModelGate.Models.Templates.Values;

namespace ModelGate.Models.Templates.Syntax;

/// <summary>
/// Expressions by Jinja's precedence, loosest first: conditional, or, and, not, comparison, + -, ~, * / // %, **, unary sign; then
/// subscripts and calls, then filters and tests. A sign binds tighter than a filter: <c>-1|abs</c> is <c>(-1)|abs</c>.
/// </summary>
internal sealed class ExpressionParser(TokenStream tokens, JinjaHost host)
{
    private readonly List<TemplateFault> _unknown = [];

    /// <summary>Filters and tests that do not exist; an error at once, unless a condition may keep them from being used.</summary>
    public int UnknownCount => _unknown.Count;

    public void ForgetUnknown(int from) => _unknown.RemoveRange(from, _unknown.Count - from);

    public void ThrowIfUnknown()
    {
        if (_unknown.Count > 0) throw _unknown[0];
    }

    public Expression Parse(bool withConditional = true)
    {
        Recursion.Check();
        return withConditional ? ParseConditional() : ParseOr();
    }

    /// <summary>One expression, or several with commas between as a tuple.</summary>
    /// <param name="allowsEmpty">In parentheses nothing is the empty tuple.</param>
    /// <param name="endName">A name that ends the tuple.</param>
    public Expression ParseTuple(bool withConditional = true, bool allowsEmpty = false, string? endName = null)
    {
        int offset = tokens.Current.Offset;
        List<Expression> items = [];
        bool isTuple = false;
        while (!EndsTuple(endName))
        {
            items.Add(Parse(withConditional));
            if (!tokens.SkipOperator(",")) break;
            isTuple = true;
        }

        if (!isTuple && items.Count == 1) return items[0];
        if (!isTuple && !allowsEmpty) throw tokens.Unexpected("an expression");
        return new Expression.TupleLiteral(items, offset);
    }

    /// <summary><c>(a, b=1, *list, **dictionary)</c>.</summary>
    public CallArguments ParseArguments()
    {
        int offset = tokens.ExpectOperator("(").Offset;
        List<Expression> positional = [];
        List<(string, Expression)> named = [];
        Expression? spread = null;
        Expression? namedSpread = null;
        while (!tokens.Current.IsOperator(")"))
        {
            if (tokens.SkipOperator("*"))
            {
                Ensure(spread is null && namedSpread is null, offset);
                spread = Parse();
            }
            else if (tokens.SkipOperator("**"))
            {
                Ensure(namedSpread is null, offset);
                namedSpread = Parse();
            }
            else if (tokens.Current.Kind == TokenKind.Name && tokens.Following.IsOperator("="))
            {
                Ensure(namedSpread is null, offset);
                string name = tokens.Next().Text;
                tokens.Next();
                named.Add((name, Parse()));
            }
            else
            {
                Ensure(spread is null && namedSpread is null && named.Count == 0, offset);
                positional.Add(Parse());
            }

            if (!tokens.SkipOperator(",")) break;
        }

        tokens.ExpectOperator(")");
        return positional.Count + named.Count == 0 && spread is null && namedSpread is null
            ? CallArguments.None
            : new CallArguments(positional, named, spread, namedSpread);
    }

    /// <summary>A chain of filters; the token before it is <c>|</c>, or the tag's name where <paramref name="isInline"/>.</summary>
    public Expression? ParseFilters(Expression? input, bool isInline = false)
    {
        while (isInline || tokens.SkipOperator("|"))
        {
            isInline = false;
            int offset = tokens.Current.Offset;
            string name = ParseDottedName();
            if (FilterRegistry.Find(name, host) is null) _unknown.Add(FilterRegistry.Unknown(name, host, offset));
            input = new Expression.Filter(input, name, tokens.Current.IsOperator("(") ? ParseArguments() : CallArguments.None, offset);
        }

        return input;
    }

    /// <summary>A name, a literal, or an expression in brackets.</summary>
    public Expression ParsePrimary()
    {
        Token token = tokens.Next();
        switch (token.Kind)
        {
            case TokenKind.Name:
                return token.Text switch
                {
                    "true" or "True" => new Expression.Literal(Value.True, token.Offset),
                    "false" or "False" => new Expression.Literal(Value.False, token.Offset),
                    "none" or "None" => new Expression.Literal(Value.Nothing, token.Offset),
                    _ => new Expression.Variable(token.Text, token.Offset),
                };
            case TokenKind.Text:
                string text = token.Text;
                while (tokens.Current.Kind == TokenKind.Text) text += tokens.Next().Text;
                return new Expression.Literal(Value.Of(text), token.Offset);
            case TokenKind.Integer:
                long? whole = NumberText.ParseInteger(token.Text, 0);
                return new Expression.Literal(Value.Of(whole ?? throw TemplateFault.Syntax($"`{token.Text}` is no number", token.Offset)), token.Offset);
            case TokenKind.Float:
                return new Expression.Literal(Value.Of(NumberText.ParseFloat(token.Text)!.Value), token.Offset);
            case TokenKind.Operator when token.Text == "(":
                Expression inner = ParseTuple(allowsEmpty: true);
                tokens.ExpectOperator(")");
                return inner;
            case TokenKind.Operator when token.Text == "[":
                return ParseList(token.Offset);
            case TokenKind.Operator when token.Text == "{":
                return ParseDict(token.Offset);
            default:
                throw TemplateFault.Syntax($"Unexpected {token}", token.Offset);
        }
    }

    private Expression ParseConditional()
    {
        int unknown = UnknownCount;
        Expression result = ParseOr();
        while (tokens.Current.IsName("if"))
        {
            int offset = tokens.Next().Offset;
            Expression condition = ParseOr();
            Expression? otherwise = tokens.SkipName("else") ? Parse() : null;
            result = new Expression.Conditional(condition, result, otherwise, offset);
            ForgetUnknown(unknown);
        }

        return result;
    }

    private Expression ParseOr()
    {
        Expression left = ParseAnd();
        while (tokens.Current.IsName("or")) left = new Expression.Or(left, ParseAfter(ParseAnd, out int offset), offset);
        return left;
    }

    private Expression ParseAnd()
    {
        Expression left = ParseNot();
        while (tokens.Current.IsName("and")) left = new Expression.And(left, ParseAfter(ParseNot, out int offset), offset);
        return left;
    }

    private Expression ParseNot()
    {
        Recursion.Check();
        return tokens.Current.IsName("not") ? new Expression.Not(ParseAfter(ParseNot, out int offset), offset) : ParseComparison();
    }

    private Expression ParseComparison()
    {
        Expression first = ParseSum();
        List<(string, Expression)> rest = [];
        int offset = tokens.Current.Offset;
        while (true)
        {
            Token token = tokens.Current;
            if (token is { Kind: TokenKind.Operator, Text: "==" or "!=" or "<" or "<=" or ">" or ">=" } || token.IsName("in"))
            {
                tokens.Next();
                rest.Add((token.Text, ParseSum()));
            }
            else if (token.IsName("not") && tokens.Following.IsName("in"))
            {
                tokens.Next();
                tokens.Next();
                rest.Add(("not in", ParseSum()));
            }
            else
            {
                return rest.Count == 0 ? first : new Expression.Comparison(first, rest, offset);
            }
        }
    }

    private Expression ParseSum()
    {
        Expression left = ParseConcatenation();
        while (tokens.Current is { Kind: TokenKind.Operator, Text: "+" or "-" } token)
        {
            left = new Expression.Binary(token.Text, left, ParseAfter(ParseConcatenation, out int offset), offset);
        }

        return left;
    }

    private Expression ParseConcatenation()
    {
        Expression first = ParseProduct();
        if (!tokens.Current.IsOperator("~")) return first;
        int offset = tokens.Current.Offset;
        List<Expression> parts = [first];
        while (tokens.SkipOperator("~")) parts.Add(ParseProduct());
        return new Expression.Concatenation(parts, offset);
    }

    private Expression ParseProduct()
    {
        Expression left = ParsePower();
        while (tokens.Current is { Kind: TokenKind.Operator, Text: "*" or "/" or "//" or "%" } token)
        {
            left = new Expression.Binary(token.Text, left, ParseAfter(ParsePower, out int offset), offset);
        }

        return left;
    }

    private Expression ParsePower()
    {
        Expression left = ParseUnary(withFilters: true);
        while (tokens.Current.IsOperator("**"))
        {
            left = new Expression.Binary("**", left, ParseAfter(() => ParseUnary(withFilters: true), out int offset), offset);
        }

        return left;
    }

    private Expression ParseUnary(bool withFilters)
    {
        Recursion.Check();
        Expression result;
        if (tokens.Current is { Kind: TokenKind.Operator, Text: "-" or "+" } sign)
        {
            result = new Expression.Unary(sign.Text, ParseAfter(() => ParseUnary(withFilters: false), out int offset), offset);
        }
        else
        {
            result = ParsePrimary();
        }

        result = ParsePostfix(result);
        return withFilters ? ParseFiltersAndTests(result) : result;
    }

    private Expression ParsePostfix(Expression target)
    {
        while (true)
        {
            Token token = tokens.Current;
            if (token.IsOperator(".")) target = ParseAttribute(target);
            else if (token.IsOperator("[")) target = ParseSubscript(target);
            else if (token.IsOperator("(")) target = new Expression.Call(target, ParseArguments(), token.Offset);
            else return target;
        }
    }

    private Expression ParseFiltersAndTests(Expression target)
    {
        while (true)
        {
            Token token = tokens.Current;
            if (token.IsOperator("|")) target = ParseFilters(target)!;
            else if (token.IsName("is")) target = ParseTest(target);
            else if (token.IsOperator("(")) target = new Expression.Call(target, ParseArguments(), token.Offset);
            else return target;
        }
    }

    private Expression ParseAttribute(Expression target)
    {
        tokens.Next();
        Token name = tokens.Next();
        return name.Kind switch
        {
            TokenKind.Name => new Expression.Attribute(target, name.Text, name.Offset),
            TokenKind.Integer when NumberText.ParseInteger(name.Text, 0) is { } index =>
                new Expression.Item(target, new Expression.Literal(Value.Of(index), name.Offset), name.Offset),
            _ => throw TemplateFault.Syntax($"Expected a name or a number after `.` but found {name}", name.Offset),
        };
    }

    private Expression ParseSubscript(Expression target)
    {
        int offset = tokens.Next().Offset;
        Expression? start = tokens.Current.IsOperator(":") ? null : ParseTuple();
        if (start is not null && tokens.SkipOperator("]")) return new Expression.Item(target, start, offset);
        tokens.ExpectOperator(":");
        Expression? stop = tokens.Current is { Kind: TokenKind.Operator, Text: ":" or "]" } ? null : Parse();
        Expression? step = tokens.SkipOperator(":") && !tokens.Current.IsOperator("]") ? Parse() : null;
        tokens.ExpectOperator("]");
        return new Expression.Slice(target, start, stop, step, offset);
    }

    private Expression ParseTest(Expression input)
    {
        int offset = tokens.Next().Offset;
        bool isNegated = tokens.SkipName("not");
        string name = ParseDottedName();
        if (TestRegistry.Find(name) is null) _unknown.Add(TestRegistry.Unknown(name, offset));
        CallArguments arguments = CallArguments.None;
        Token token = tokens.Current;
        bool startsArgument = token.Kind is TokenKind.Name or TokenKind.Text or TokenKind.Integer or TokenKind.Float
            || token is { Kind: TokenKind.Operator, Text: "[" or "{" };
        if (token.IsOperator("("))
        {
            arguments = ParseArguments();
        }
        else if (startsArgument && !(token.Kind == TokenKind.Name && token.Text is "else" or "or" or "and"))
        {
            if (token.IsName("is")) throw TemplateFault.Syntax("Tests with `is` cannot be chained", token.Offset);
            arguments = new CallArguments([ParsePostfix(ParsePrimary())], [], null, null);
        }

        Expression test = new Expression.Test(input, name, arguments, offset);
        return isNegated ? new Expression.Not(test, offset) : test;
    }

    private Expression.ListLiteral ParseList(int offset)
    {
        List<Expression> items = [];
        while (!tokens.Current.IsOperator("]"))
        {
            items.Add(Parse());
            if (!tokens.SkipOperator(",")) break;
        }

        tokens.ExpectOperator("]");
        return new Expression.ListLiteral(items, offset);
    }

    private Expression.DictLiteral ParseDict(int offset)
    {
        List<(Expression, Expression)> entries = [];
        while (!tokens.Current.IsOperator("}"))
        {
            Expression key = Parse();
            tokens.ExpectOperator(":");
            entries.Add((key, Parse()));
            if (!tokens.SkipOperator(",")) break;
        }

        tokens.ExpectOperator("}");
        return new Expression.DictLiteral(entries, offset);
    }

    private string ParseDottedName()
    {
        string name = tokens.Expect(TokenKind.Name, "a name").Text;
        while (tokens.SkipOperator(".")) name += "." + tokens.Expect(TokenKind.Name, "a name").Text;
        return name;
    }

    private Expression ParseAfter(Func<Expression> parse, out int offset)
    {
        offset = tokens.Next().Offset;
        return parse();
    }

    private bool EndsTuple(string? endName) =>
        tokens.Current.Kind is TokenKind.OutputEnd or TokenKind.BlockEnd
        || tokens.Current.IsOperator(")")
        || (endName is not null && tokens.Current.IsName(endName));

    private static void Ensure(bool isGood, int offset)
    {
        if (!isGood) throw TemplateFault.Syntax("The arguments of a call are in a wrong order", offset);
    }
}
