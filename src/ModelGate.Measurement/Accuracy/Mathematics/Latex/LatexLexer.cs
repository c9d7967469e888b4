using Kind = ModelGate.Measurement.Accuracy.Mathematics.Latex.LatexTokenKind;

namespace ModelGate.Measurement.Accuracy.Mathematics.Latex;

/// <summary>Formulas to tokens, as the lexer of SymPy's LaTeX grammar divides them (sympy/parsing/latex/LaTeX.g4).</summary>
internal static class LatexLexer
{
    private const string SkippedAfterBackslash = ",:;!*-./\"(=";

    private static readonly HashSet<string> Skipped =
    [
        "thinspace", "medspace", "thickspace", "quad", "qquad", "negthinspace", "negmedspace", "negthickspace", "left", "right", "vrule",
        "vcenter", "vbox", "vskip", "vspace", "hfil",
    ];

    private static readonly Dictionary<string, Kind> Commands = new(StringComparer.Ordinal)
    {
        ["times"] = Kind.Times, ["cdot"] = Kind.Times, ["div"] = Kind.Divide, ["langle"] = Kind.LeftAngle, ["rangle"] = Kind.RightAngle,
        ["lfloor"] = Kind.LeftFloor, ["rfloor"] = Kind.RightFloor, ["lceil"] = Kind.LeftCeiling, ["rceil"] = Kind.RightCeiling,
        ["frac"] = Kind.Fraction, ["dfrac"] = Kind.Fraction, ["tfrac"] = Kind.Fraction, ["binom"] = Kind.Binomial,
        ["dbinom"] = Kind.Binomial, ["tbinom"] = Kind.Binomial, ["sqrt"] = Kind.Root, ["overline"] = Kind.Overline,
        ["mathit"] = Kind.Italic, ["lim"] = Kind.Limit, ["int"] = Kind.Integral, ["sum"] = Kind.Summation, ["prod"] = Kind.Summation,
        ["to"] = Kind.Approaches, ["rightarrow"] = Kind.Approaches, ["Rightarrow"] = Kind.Approaches,
        ["longrightarrow"] = Kind.Approaches, ["Longrightarrow"] = Kind.Approaches,
    };

    private static readonly HashSet<string> Relations = ["neq", "leq", "le", "leqq", "leqslant", "geq", "ge", "geqq", "geqslant"];

    private static readonly HashSet<string> Functions =
    [
        "exp", "log", "lg", "ln", "sin", "cos", "tan", "csc", "sec", "cot", "arcsin", "arccos", "arctan", "arccsc", "arcsec", "arccot",
        "sinh", "cosh", "tanh", "arsinh", "arcosh", "artanh",
    ];

    /// <returns>The tokens; those from the first unrecognised one on are left out.</returns>
    public static IReadOnlyList<LatexToken> Read(string text)
    {
        List<LatexToken> tokens = [];
        int at = 0;
        while (at < text.Length)
        {
            int start = at;
            Kind? kind = Next(text, ref at);
            if (kind is null) continue;
            string read = text[start..at];
            tokens.Add(new(kind.Value, read[0] == '\\' ? read[1..] : read));
            if (kind == Kind.Unrecognised) return tokens;
        }

        tokens.Add(new(Kind.End, ""));
        return tokens;
    }

    /// <summary>Null where what was read is skipped.</summary>
    private static Kind? Next(string text, ref int at)
    {
        char c = text[at++];
        switch (c)
        {
            case ' ' or '\t' or '\r' or '\n': return null;
            case '\\': return Command(text, ref at);
            case '=' or '&': return Equals(text, c, ref at);
            case '\'':
                while (at < text.Length && text[at] == '\'') at++;
                return Kind.Primes;
            case 'd': return Differential(text, ref at) ? Kind.Differential : Kind.Letter;
            default: return char.IsAsciiLetter(c) ? Kind.Letter : char.IsAsciiDigit(c) ? Kind.Digit : Sign(c);
        }
    }

    private static Kind Sign(char c) => c switch
    {
        '+' => Kind.Plus,
        '-' => Kind.Minus,
        '*' => Kind.Times,
        '/' or ':' => Kind.Divide,
        ',' => Kind.Comma,
        '.' => Kind.Point,
        '(' => Kind.LeftParenthesis,
        ')' => Kind.RightParenthesis,
        '{' => Kind.LeftBrace,
        '}' => Kind.RightBrace,
        '[' => Kind.LeftBracket,
        ']' => Kind.RightBracket,
        '|' => Kind.Bar,
        '_' => Kind.Underscore,
        '^' => Kind.Caret,
        '!' => Kind.Factorial,
        '<' or '>' => Kind.Relation,
        _ => Kind.Unrecognised,
    };

    private static Kind? Command(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && char.IsAsciiLetter(text[at])) at++;
        if (at == start) return at < text.Length ? Escaped(text[at++]) : Kind.Unrecognised;
        string name = text[start..at];
        if (name is "left" or "right" && at < text.Length && text[at] == '|')
        {
            at++;
            return name == "left" ? Kind.LeftBar : Kind.RightBar;
        }

        const string limits = @"\limits";
        if (name == "int" && text.AsSpan(at).StartsWith(limits, StringComparison.Ordinal)) at += limits.Length;
        if (Skipped.Contains(name)) return null;
        if (Functions.Contains(name)) return Kind.Function;
        return Relations.Contains(name) ? Kind.Relation : Commands.GetValueOrDefault(name, Kind.Command);
    }

    private static Kind? Escaped(char c) => c switch
    {
        '{' => Kind.LeftBraceLiteral,
        '}' => Kind.RightBraceLiteral,
        _ => SkippedAfterBackslash.Contains(c, StringComparison.Ordinal) ? null : Kind.Unrecognised,
    };

    /// <summary>An equals sign with the alignment mark of one side, if any.</summary>
    private static Kind Equals(string text, char first, ref int at)
    {
        int next = at;
        while (next < text.Length && text[next] is ' ' or '\t' or '\r' or '\n') next++;
        bool pairs = next < text.Length && text[next] == (first == '=' ? '&' : '=');
        if (pairs) at = next + 1;
        return pairs || first == '=' ? Kind.Relation : Kind.Unrecognised;
    }

    private static bool Differential(string text, ref int at)
    {
        int next = at;
        while (next < text.Length && text[next] is ' ' or '\t' or '\r' or '\n') next++;
        int start = next;
        if (next < text.Length && text[next] == '\\') next++;
        int letters = next;
        while (next < text.Length && char.IsAsciiLetter(text[next]) && (next == letters || letters > start)) next++;
        if (next == letters) return false;
        at = next;
        return true;
    }
}
