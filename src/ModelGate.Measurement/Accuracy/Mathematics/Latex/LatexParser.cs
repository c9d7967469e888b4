namespace ModelGate.Measurement.Accuracy.Mathematics.Latex;

/// <summary>
/// Reads formulas as SymPy's <c>parse_latex</c> does (sympy/parsing/latex/LaTeX.g4 and _parse_latex_antlr.py, 1.12 to 1.14), which reads
/// the longest beginning that is a formula and ignores what follows: <c>8,-112</c> is 8. A letter before a parenthesis is a function,
/// <c>\pi</c>, <c>e</c> and <c>i</c> are symbols, <c>x</c> between numbers is a multiplication sign.
/// </summary>
public static class LatexParser
{
    private const int LongestText = 1000;

    /// <summary>Null where SymPy refuses the text.</summary>
    /// <exception cref="NotDecidedException">The text is too long or too nested to be read here.</exception>
    public static Expression? Parse(string text)
    {
        if (text.Length > LongestText) throw new NotDecidedException($"More than {LongestText} characters.");
        LatexTokens tokens = new(LatexLexer.Read(text));
        Expression? result = new LatexGrammar(tokens).Relation();
        return tokens.IsRefused ? null : result;
    }
}
