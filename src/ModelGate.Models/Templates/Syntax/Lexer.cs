using ModelGate.Models.Templates.Values;

namespace ModelGate.Models.Templates.Syntax;

/// <summary>
/// Text to tokens by the rules of Jinja's lexer: white-space control signs, trimming of blocks, comments and raw sections are settled
/// here and leave no token.
/// </summary>
/// <param name="source">Lines end in <c>\n</c> only.</param>
internal sealed class Lexer(string source, JinjaOptions options)
{
    private readonly List<Token> _tokens = [];
    private int _at;

    public static List<Token> Tokenize(string source, JinjaOptions options) => new Lexer(source, options).Run();

    private List<Token> Run()
    {
        while (_at < source.Length)
        {
            int tag = FindTag(_at);
            if (tag < 0)
            {
                AddData(_at, source.Length);
                break;
            }

            char kind = source[tag + 1];
            int start = tag + 2;
            char sign = start < source.Length && source[start] is '-' or '+' ? source[start++] : '\0';
            AddData(_at, EndOfText(_at, tag, sign, isOutput: kind == '{'));
            _at = start;
            if (kind == '#') SkipComment(tag);
            else if (kind == '%' && TryBeginRaw()) ReadRaw(tag);
            else ReadTag(tag, kind == '%');
        }

        _tokens.Add(new Token(TokenKind.End, "", source.Length));
        return _tokens;
    }

    private int FindTag(int from)
    {
        for (int i = source.IndexOf('{', from); i >= 0 && i + 1 < source.Length; i = source.IndexOf('{', i + 1))
        {
            if (source[i + 1] is '{' or '%' or '#') return i;
        }

        return -1;
    }

    // Where the text before a tag ends once the tag's sign and the option took their white space.
    private int EndOfText(int start, int tag, char sign, bool isOutput)
    {
        int end = tag;
        while (end > start && PythonText.IsSpace(source[end - 1])) end--;
        if (sign == '-') return end;
        if (sign == '+' || !options.LstripBlocks || isOutput) return tag;
        int line = source.AsSpan(start, tag - start).LastIndexOf('\n') + start + 1;
        bool startsLine = line > start || start == 0 || source[start - 1] == '\n';
        return startsLine && end <= line ? line : tag;
    }

    private void AddData(int start, int end)
    {
        if (end > start) _tokens.Add(new Token(TokenKind.Data, source[start..end], start));
    }

    private void SkipComment(int tag)
    {
        int start = _at;
        int close = source.IndexOf("#}", _at, StringComparison.Ordinal);
        if (close < 0) throw TemplateFault.Syntax("A comment has no end `#}`", tag);
        _at = close + 2;
        TrimAfter(close > start ? source[close - 1] : '\0', isBlock: true);
    }

    private bool TryBeginRaw()
    {
        int at = SkipSpace(_at);
        if (!source.AsSpan(at).StartsWith("raw", StringComparison.Ordinal)) return false;
        at = SkipSpace(at + 3);
        bool isStripped = source.AsSpan(at).StartsWith("-%}", StringComparison.Ordinal);
        if (!isStripped && !source.AsSpan(at).StartsWith("%}", StringComparison.Ordinal)) return false;
        _at = isStripped ? SkipSpace(at + 3) : at + 2;
        return true;
    }

    private void ReadRaw(int tag)
    {
        for (int i = source.IndexOf("{%", _at, StringComparison.Ordinal); i >= 0; i = source.IndexOf("{%", i + 1, StringComparison.Ordinal))
        {
            int at = i + 2;
            char sign = at < source.Length && source[at] is '-' or '+' ? source[at++] : '\0';
            at = SkipSpace(at);
            if (!source.AsSpan(at).StartsWith("endraw", StringComparison.Ordinal)) continue;
            at = SkipSpace(at + 6);
            char endSign = at < source.Length && source[at] is '-' or '+' ? source[at++] : '\0';
            if (!source.AsSpan(at).StartsWith("%}", StringComparison.Ordinal)) continue;
            AddData(_at, EndOfText(_at, i, sign, isOutput: false));
            _at = at + 2;
            TrimAfter(endSign, isBlock: true);
            return;
        }

        throw TemplateFault.Syntax("A raw section has no `{% endraw %}`", tag);
    }

    private void ReadTag(int tag, bool isBlock)
    {
        _tokens.Add(new Token(isBlock ? TokenKind.BlockBegin : TokenKind.OutputBegin, "", tag));
        char last = isBlock ? '%' : '}';
        Stack<char> open = [];
        while (true)
        {
            _at = SkipSpace(_at);
            if (_at >= source.Length) throw TemplateFault.Syntax($"A tag has no end `{last}}}`", tag);
            char unit = source[_at];
            bool isSigned = unit == '-' || (unit == '+' && isBlock);
            int end = isSigned ? _at + 1 : _at;
            if (open.Count == 0 && end + 1 < source.Length && source[end] == last && source[end + 1] == '}')
            {
                _tokens.Add(new Token(isBlock ? TokenKind.BlockEnd : TokenKind.OutputEnd, "", _at));
                _at = end + 2;
                TrimAfter(isSigned ? unit : '\0', isBlock);
                return;
            }

            ReadToken(unit, open);
        }
    }

    private void TrimAfter(char sign, bool isBlock)
    {
        if (sign == '-') _at = SkipSpace(_at);
        else if (sign != '+' && isBlock && options.TrimBlocks && _at < source.Length && source[_at] == '\n') _at++;
    }

    private void ReadToken(char unit, Stack<char> open)
    {
        int start = _at;
        if (char.IsAsciiDigit(unit))
        {
            (int end, bool isFloat) = NumberLiteral.Scan(source, start);
            _at = end;
            string digits = source[start..end].Replace("_", "", StringComparison.Ordinal);
            _tokens.Add(new Token(isFloat ? TokenKind.Float : TokenKind.Integer, digits, start));
        }
        else if (unit == '_' || char.IsLetter(unit))
        {
            while (_at < source.Length && (source[_at] == '_' || char.IsLetterOrDigit(source[_at]))) _at++;
            _tokens.Add(new Token(TokenKind.Name, source[start.._at], start));
        }
        else if (unit is '\'' or '"')
        {
            (string text, _at) = TextLiteral.Read(source, start);
            _tokens.Add(new Token(TokenKind.Text, text, start));
        }
        else
        {
            string symbol = ReadOperator(start);
            Balance(symbol, start, open);
            _tokens.Add(new Token(TokenKind.Operator, symbol, start));
        }
    }

    private string ReadOperator(int start)
    {
        string pair = start + 1 < source.Length ? source.Substring(start, 2) : "";
        string symbol = pair is "//" or "**" or "==" or "!=" or ">=" or "<=" ? pair : source[start].ToString();
        if (symbol.Length == 1 && !"+-*/%~[](){}<>=.:|,;".Contains(symbol, StringComparison.Ordinal))
        {
            throw TemplateFault.Syntax($"Unexpected character `{symbol}`", start);
        }

        _at += symbol.Length;
        return symbol;
    }

    private static void Balance(string symbol, int offset, Stack<char> open)
    {
        switch (symbol)
        {
            case "{":
                open.Push('}');
                break;
            case "(":
                open.Push(')');
                break;
            case "[":
                open.Push(']');
                break;
            case "}" or ")" or "]":
                if (!open.TryPop(out char expected)) throw TemplateFault.Syntax($"Unexpected `{symbol}`", offset);
                if (expected != symbol[0]) throw TemplateFault.Syntax($"Unexpected `{symbol}` where `{expected}` should be", offset);
                break;
        }
    }

    private int SkipSpace(int at)
    {
        while (at < source.Length && PythonText.IsSpace(source[at])) at++;
        return at;
    }
}
