using ModelGate.Models.Templates.Filters;
using ModelGate.Models.Templates.Tests;
using ModelGate.Models.Templates.Values;

namespace ModelGate.Models.Templates.Syntax;

/// <summary>Operands: literals and names, with subscripts, calls, filters and tests after them.</summary>
internal sealed partial class ExpressionParser
{
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
                return NumberText.ParseInteger(token.Text, 0) is { } whole
                    ? new Expression.Literal(Value.Of(whole), token.Offset)
                    : throw TemplateFault.Syntax($"`{token.Text}` is no number", token.Offset);
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

    /// <summary>A chain of filters; the token before it is <c>|</c>, or the tag's name where <paramref name="isInline"/>.</summary>
    public Expression? ParseFilters(Expression? input, bool isInline = false)
    {
        while (isInline || tokens.SkipOperator("|"))
        {
            isInline = false;
            int offset = tokens.Current.Offset;
            string name = ParseDottedName();
            if (FilterRegistry.Find(name, options) is null) _unknown.Add(FilterRegistry.Unknown(name, options, offset));
            input = new Expression.Filter(input, name, tokens.Current.IsOperator("(") ? ParseArguments() : CallArguments.None, offset);
        }

        return input;
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

    private static void Ensure(bool isGood, int offset)
    {
        if (!isGood) throw TemplateFault.Syntax("The arguments of a call are in a wrong order", offset);
    }
}
