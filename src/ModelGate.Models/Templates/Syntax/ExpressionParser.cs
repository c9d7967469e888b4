using ModelGate.Models.Templates.Values;

namespace ModelGate.Models.Templates.Syntax;

/// <summary>
/// Expressions by Jinja's precedence, loosest first: conditional, or, and, not, comparison, + -, ~, * / // %, **, unary sign; then
/// subscripts and calls, then filters and tests. A sign binds tighter than a filter: <c>-1|abs</c> is <c>(-1)|abs</c>.
/// </summary>
internal sealed partial class ExpressionParser(TokenStream tokens, JinjaOptions options)
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

    private Expression ParseAfter(Func<Expression> parse, out int offset)
    {
        offset = tokens.Next().Offset;
        return parse();
    }

    private bool EndsTuple(string? endName) =>
        tokens.Current.Kind is TokenKind.OutputEnd or TokenKind.BlockEnd
        || tokens.Current.IsOperator(")")
        || (endName is not null && tokens.Current.IsName(endName));
}
