using ModelGate.Models.Templates.Values;

namespace ModelGate.Models.Templates.Syntax;

/// <summary>Tokens to statements.</summary>
internal sealed class TemplateParser(TokenStream tokens, JinjaOptions options)
{
    private readonly ExpressionParser _expressions = new(tokens, options);
    private int _loops;

    /// <param name="source">Lines end in <c>\n</c> only.</param>
    public static Block Parse(string source, JinjaOptions options)
    {
        TokenStream tokens = new(Lexer.Tokenize(source, options));
        TemplateParser parser = new(tokens, options);
        Block block = parser.ParseUntil();
        parser._expressions.ThrowIfUnknown();
        return block;
    }

    /// <summary>Stops at one of the tags, its name being the current token, or at the end.</summary>
    private Block ParseUntil(params ReadOnlySpan<string> endTags)
    {
        Recursion.Check();
        List<Statement> statements = [];
        while (tokens.Current.Kind != TokenKind.End)
        {
            Token token = tokens.Next();
            switch (token.Kind)
            {
                case TokenKind.Data:
                    statements.Add(new Statement.Data(token.Text));
                    break;
                case TokenKind.OutputBegin:
                    statements.Add(new Statement.Output(_expressions.ParseTuple()));
                    tokens.Expect(TokenKind.OutputEnd, "`}}`");
                    break;
                default:
                    Token tag = tokens.Current;
                    if (tag.Kind != TokenKind.Name) throw tokens.Unexpected("the name of a tag");
                    if (endTags.Contains(tag.Text)) return new Block(statements);
                    statements.Add(ParseTag(tag));
                    tokens.Expect(TokenKind.BlockEnd, "`%}`");
                    break;
            }
        }

        return endTags.IsEmpty
            ? new Block(statements)
            : throw TemplateFault.Syntax($"The template ends where `{{% {endTags[^1]} %}}` should be", tokens.Current.Offset);
    }

    /// <summary>From the end of the opening tag to the name of the closing tag, which is taken.</summary>
    private Block ParseBody(string endTag)
    {
        Block body = ParseBranch(endTag);
        tokens.Next();
        return body;
    }

    private Block ParseBranch(params ReadOnlySpan<string> endTags)
    {
        tokens.SkipOperator(":");
        tokens.Expect(TokenKind.BlockEnd, "`%}`");
        return ParseUntil(endTags);
    }

    private Statement ParseTag(Token tag)
    {
        if (tag.Text.StartsWith("end", StringComparison.Ordinal) || tag.Text is "else" or "elif")
        {
            throw TemplateFault.Syntax($"The tag `{tag.Text}` closes nothing that is open here", tag.Offset);
        }

        tokens.Next();
        switch (tag.Text)
        {
            case "if":
                return ParseIf();
            case "for":
                return ParseFor(tag.Offset);
            case "set":
                return ParseSet();
            case "macro":
                return ParseMacro();
            case "call":
                return ParseCall(tag.Offset);
            case "filter":
                Expression filter = _expressions.ParseFilters(null, isInline: true)!;
                return new Statement.FilterBlock(filter, ParseBody("endfilter"));
            case "with":
                return ParseWith();
            case "generation" when options.Host == JinjaHost.Transformers:
                return new Statement.Generation(ParseBody("endgeneration"));
            case "break" or "continue" when options.Host == JinjaHost.Transformers:
                if (_loops == 0) throw TemplateFault.Syntax($"`{tag.Text}` stands outside of a loop", tag.Offset);
                return tag.Text == "break" ? new Statement.Break() : new Statement.Continue();
            case "print":
                return ParsePrint(tag.Offset);
            case "extends" or "include" or "import" or "from" or "block" or "do" or "autoescape" or "trans" or "debug":
                throw TemplateFault.Unsupported($"The tag `{tag.Text}` is not supported", "Write the template without it.", tag.Offset);
            default:
                throw TemplateFault.Syntax($"The tag `{tag.Text}` is unknown", tag.Offset);
        }
    }

    private Statement.Output ParsePrint(int offset)
    {
        List<Expression> parts = [_expressions.Parse()];
        while (tokens.SkipOperator(",")) parts.Add(_expressions.Parse());
        return new Statement.Output(new Expression.Concatenation(parts, offset));
    }

    private Statement.If ParseIf()
    {
        int unknown = _expressions.UnknownCount;
        List<(Expression, Block)> branches = [];
        Block otherwise = Block.Empty;
        while (true)
        {
            Expression condition = _expressions.ParseTuple(withConditional: false);
            branches.Add((condition, ParseBranch("elif", "else", "endif")));
            string tag = tokens.Next().Text;
            if (tag == "elif") continue;
            if (tag == "else") otherwise = ParseBody("endif");
            _expressions.ForgetUnknown(unknown);
            return new Statement.If(branches, otherwise);
        }
    }

    private Statement.For ParseFor(int offset)
    {
        Target target = ParseTarget(allowsAttribute: false, endName: "in");
        tokens.ExpectName("in");
        Expression items = _expressions.ParseTuple(withConditional: false, endName: "recursive");
        Expression? filter = tokens.SkipName("if") ? _expressions.Parse() : null;
        bool isRecursive = tokens.SkipName("recursive");
        _loops++;
        Block body = ParseBranch("else", "endfor");
        _loops--;
        Block otherwise = tokens.Next().Text == "else" ? ParseBody("endfor") : Block.Empty;
        return new Statement.For(target, items, filter, isRecursive, body, otherwise, offset);
    }

    private Statement ParseSet()
    {
        Target target = ParseTarget(allowsAttribute: true);
        if (tokens.SkipOperator("=")) return new Statement.Set(target, _expressions.ParseTuple());
        Expression? filter = _expressions.ParseFilters(null);
        return new Statement.SetBlock(target, filter, ParseBody("endset"));
    }

    private Statement.Macro ParseMacro()
    {
        string name = tokens.Expect(TokenKind.Name, "the name of the macro").Text;
        (Signature signature, Block body) = ParseOutsideLoops(ParseSignature(), "endmacro");
        return new Statement.Macro(name, signature, body);
    }

    private Statement.CallBlock ParseCall(int offset)
    {
        Signature signature = tokens.Current.IsOperator("(") ? ParseSignature() : Signature.Empty;
        if (_expressions.Parse() is not Expression.Call call) throw TemplateFault.Syntax("`call` needs a call of a macro", offset);
        (signature, Block body) = ParseOutsideLoops(signature, "endcall");
        return new Statement.CallBlock(signature, call, body);
    }

    // A loop around a macro is not the macro's to leave.
    private (Signature Signature, Block Body) ParseOutsideLoops(Signature signature, string endTag)
    {
        (int outer, _loops) = (_loops, 0);
        int start = tokens.Position;
        Block body = ParseBody(endTag);
        _loops = outer;
        Signature complete = signature with
        {
            TakesVarargs = tokens.HasName("varargs", start),
            TakesKwargs = tokens.HasName("kwargs", start),
            TakesCaller = tokens.HasName("caller", start),
        };
        return (complete, body);
    }

    private Statement.With ParseWith()
    {
        List<(Target, Expression)> bindings = [];
        while (tokens.Current.Kind != TokenKind.BlockEnd)
        {
            if (bindings.Count > 0) tokens.ExpectOperator(",");
            Target target = ParseTarget(allowsAttribute: false);
            tokens.ExpectOperator("=");
            bindings.Add((target, _expressions.Parse()));
        }

        return new Statement.With(bindings, ParseBody("endwith"));
    }

    private Signature ParseSignature()
    {
        tokens.ExpectOperator("(");
        List<string> parameters = [];
        List<Expression> defaults = [];
        while (!tokens.Current.IsOperator(")"))
        {
            if (parameters.Count > 0) tokens.ExpectOperator(",");
            Token name = tokens.Expect(TokenKind.Name, "the name of a parameter");
            parameters.Add(name.Text);
            if (tokens.SkipOperator("=")) defaults.Add(_expressions.Parse());
            else if (defaults.Count > 0) throw TemplateFault.Syntax("A parameter without a default follows one with", name.Offset);
        }

        tokens.ExpectOperator(")");
        return new Signature(parameters, defaults);
    }

    /// <summary>A name, a namespace's attribute, or a tuple of targets.</summary>
    private Target ParseTarget(bool allowsAttribute, string? endName = null)
    {
        int offset = tokens.Current.Offset;
        List<Target> items = [];
        bool isTuple = false;
        do
        {
            if (items.Count > 0 && (tokens.Current.IsOperator("=") || (endName is not null && tokens.Current.IsName(endName)))) break;
            items.Add(ParseTargetItem(allowsAttribute));
            isTuple |= tokens.Current.IsOperator(",");
        }
        while (tokens.SkipOperator(","));
        return isTuple ? new Target.Tuple(items, offset) : items[0];
    }

    private Target ParseTargetItem(bool allowsAttribute)
    {
        if (tokens.SkipOperator("("))
        {
            Target inner = ParseTarget(allowsAttribute);
            tokens.ExpectOperator(")");
            return inner;
        }

        Token name = tokens.Expect(TokenKind.Name, "a name to assign to");
        if (name.Text is "true" or "false" or "none" or "True" or "False" or "None")
        {
            throw TemplateFault.Syntax($"`{name.Text}` cannot be assigned to", name.Offset);
        }

        if (!allowsAttribute || !tokens.SkipOperator(".")) return new Target.Name(name.Text, name.Offset);
        return new Target.Attribute(name.Text, tokens.Expect(TokenKind.Name, "the name of an attribute").Text, name.Offset);
    }
}
