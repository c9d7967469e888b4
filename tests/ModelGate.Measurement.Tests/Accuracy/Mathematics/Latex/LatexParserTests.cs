using ModelGate.Measurement.Accuracy.Mathematics.Latex;

namespace ModelGate.Measurement.Tests.Accuracy.Mathematics.Latex;

public sealed class LatexParserTests
{
    /// <summary>Readings are SymPy's, written as trees; null is its refusal.</summary>
    [Theory]
    [InlineData(@"\frac{1}{2}", "(2 ^ -1)")]
    [InlineData(@"\frac{3}{2}x", "((3 * (2 ^ -1)) * x)")]
    [InlineData("-2^2", "(-1 * (2 ^ 2))")]
    [InlineData("a-b-c", "((a + (-1 * b)) + (-1 * c))")]
    [InlineData("x^23", "(x ^ 23)")]
    [InlineData("x^2^3", "((x ^ 2) ^ 3)")]
    [InlineData("x^2_3", "(x ^ 2)")]
    [InlineData("3x4", "(3 * 4)")]
    [InlineData("ax4", "(a * (x * 4))")]
    [InlineData("x(x+1)", "x((x + 1))")]
    [InlineData(@"\pi(2)", "pi(2)")]
    [InlineData("x(1", "x")]
    [InlineData("f(x,2", null)]
    [InlineData("8,-112", "8")]
    [InlineData("8,1234", "(8123 * 4)")]
    [InlineData("123.", "(1 * 2)")]
    [InlineData("3.", null)]
    [InlineData("2 3", "23")]
    [InlineData(@"\log_2 16", @"\log(6, 21)")]
    [InlineData(@"\sin(x)^2", @"(\sin(x) ^ 2)")]
    [InlineData(@"\sin 2x\cos x", @"(\sin((2 * x)) * \cos(x))")]
    [InlineData("|x||y|", @"(\abs(x) * \abs(y))")]
    [InlineData("|a|b|c|", @"\abs((a * (\abs(b) * c)))")]
    [InlineData("|x|-|y|-|z|", @"((\abs(x) + (-1 * \abs(y))) + (-1 * \abs(z)))")]
    [InlineData("x_{1}'", "x_{1}'")]
    [InlineData("dx", "dx")]
    [InlineData(@"5\text{ cm}", "(5 * (text * (c * m)))")]
    [InlineData("3!!", @"\factorial(\factorial(3))")]
    [InlineData("a<b<c", "((a < b) < c)")]
    [InlineData("2<", null)]
    [InlineData("1+", "1")]
    [InlineData("2x_", "2")]
    [InlineData(@"\frac{1}{2}\%", null)]
    [InlineData(@"8,\%", null)]
    [InlineData("007", null)]
    [InlineData("", null)]
    public void Parse_reads_as_sympy(string text, string? tree) => Assert.Equal(tree, LatexParser.Parse(text)?.ToString());
}
