using ModelGate.Measurement.Accuracy.Mathematics;

namespace ModelGate.Measurement.Tests.Accuracy.Mathematics;

public sealed class AnswerNormalisationTests
{
    /// <summary>Expected texts are what the harness's <c>normalize_final_answer</c> gives.</summary>
    [Theory]
    [InlineData(@"x = 5", @"5")]
    [InlineData(@"$\frac{1}{2}$.", @"\frac{1}{2}")]
    [InlineData(@"\frac12", @"\frac{1}{2}")]
    [InlineData(@"\frac1{2}", @"\frac{1}{{}2}")]
    [InlineData(@"\sqrt2", @"\sqrt{2}")]
    [InlineData(@"\sqrt[3]{2}", @"\sqrt{[}3]{2}")]
    [InlineData(@"12,345", @"12345")]
    [InlineData(@"1,2,3", @"123")]
    [InlineData(@"50^\circ", @"50")]
    [InlineData(@"27^{\circ}", @"27")]
    [InlineData(@"5\text{ cm}", @"5")]
    [InlineData(@"\text{Friday}", @"Friday")]
    [InlineData(@"3\text{ and }4", @"34")]
    [InlineData(@"\$5.00", @"5.00")]
    [InlineData(@"an apple a day", @"appleday")]
    [InlineData(@"\boxed{7}", @"7")]
    [InlineData(@"\textbf{(A)}\ 5", @"(A)5")]
    [InlineData(@"[0,\infty)", @"[0,\iny)")]
    [InlineData(@"14,\!400", @"14400")]
    [InlineData(@"\frac \pi4", @"\frac{\}{p}i4")]
    [InlineData(@"the $x^2$ and $y$", @"x^2")]
    [InlineData(@"\mbox{even}", @"even")]
    [InlineData(@"5\%", @"5\%")]
    [InlineData(@"\overline{AB}", @"AB")]
    [InlineData(@"2\text{ m}^2", @"2")]
    [InlineData(@"6\mathrm{th}", @"6")]
    [InlineData(@"(-\infty,3)\cup(5,8)", @"(-\iny,3)\cup(5,8)")]
    [InlineData(@"\frac{270}7\text{ degrees}", @"\frac{270}7")]
    [InlineData(@"¹²", @"¹²")]
    [InlineData(@"x\in[1,2]", @"x\in[1,2]")]
    [InlineData(@"", @"")]
    [InlineData(@"""yes""", @"yes")]
    [InlineData(@"1{,}000", @"1000")]
    [InlineData(@"10 square units", @"10")]
    [InlineData(@"\dfrac{9}{7}", @"\dfrac{9}{7}")]
    [InlineData(@"3x=2y=7", @"7")]
    [InlineData(@"\text{(A)}, \text{(B)}", @"(A),(B)")]
    [InlineData(@"4\;5", @"45")]
    [InlineData(@"\ldots3\dots", @"3")]
    public void Normalise_as_the_harness(string answer, string expected) => Assert.Equal(expected, AnswerNormalisation.Normalise(answer));

    [Fact]
    public void Normalise_keeps_a_line_break_from_closing_a_formula_in_dollars() =>
        Assert.Equal("a\nb", AnswerNormalisation.Normalise("$a\nb$"));
}
