using ModelGate.Measurement.Accuracy.Judging;

namespace ModelGate.Measurement.Tests.Accuracy.Judging;

public sealed class VerdictReadingTests
{
    [Theory]
    [InlineData("[[A>>B]]", JudgeVerdict.AMuchBetter)]
    [InlineData("My final verdict is: [[A>B]].", JudgeVerdict.ABetter)]
    [InlineData("tie: [[A=B]] and again [[A=B]]", JudgeVerdict.Tie)]
    [InlineData("**[[B>A]]**", JudgeVerdict.BBetter)]
    [InlineData("x [[B>>A]]\n[[B>>A]]\n", JudgeVerdict.BMuchBetter)]
    [InlineData("[[A > B]] then [[A>B]]", JudgeVerdict.ABetter)]
    public void Of_labels_that_agree_is_a_verdict(string text, JudgeVerdict verdict) =>
        Assert.Equal(new VerdictReading.Found(verdict), VerdictReading.Of(text));

    [Theory]
    [InlineData("")]
    [InlineData("Assistant A is better.")]
    [InlineData("[A>B]")]
    [InlineData("[[a>b]]")]
    [InlineData("[[A > B]]")]
    [InlineData("[[]]")]
    public void Of_no_label_is_missing(string text) => Assert.IsType<VerdictReading.Missing>(VerdictReading.Of(text));

    [Theory]
    [InlineData("[[A>B]] … [[A>>B]]")]
    [InlineData("not [[B>A]] but [[A=B]]")]
    public void Of_labels_that_differ_is_contradictory(string text) =>
        Assert.IsType<VerdictReading.Contradictory>(VerdictReading.Of(text));

    [Theory]
    [InlineData("[[A<B]]", "A<B")]
    [InlineData("[[B=A]]", "B=A")]
    [InlineData("[[A>>>B]]", "A>>>B")]
    [InlineData("[[A]]", "A")]
    public void Of_another_label_is_unknown(string text, string label) =>
        Assert.Equal(new VerdictReading.Unknown(label), VerdictReading.Of(text));

    [Fact]
    public void Label_of_each_verdict_is_read_back() => Assert.All(
        Enum.GetValues<JudgeVerdict>(),
        verdict => Assert.Equal(verdict, VerdictReading.VerdictOf(VerdictReading.LabelOf(verdict))));
}
