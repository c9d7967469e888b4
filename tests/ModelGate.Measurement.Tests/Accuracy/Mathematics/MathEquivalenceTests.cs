using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Accuracy.Mathematics;
using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Tests.Accuracy.Mathematics;

public sealed class MathEquivalenceTests
{
    [Theory]
    [InlineData("$0.5$", @"\frac{1}{2}", false, Equivalence.Equal)]
    [InlineData("$[2,5)$", "[2,5)", false, Equivalence.Different)]
    [InlineData("$[2,5)$", "[2,5)", true, Equivalence.Equal)]
    [InlineData("$[2, 5)$", "[2,5)", true, Equivalence.Equal)]
    [InlineData("$x = 7$", "7", false, Equivalence.Equal)]
    [InlineData("$n!$", @"n\cdot(n-1)!", true, Equivalence.NotDecided)]
    [InlineData("$8,-112$", "8,-5", true, Equivalence.Equal)]
    [InlineData(@"$\left(x\right)$", "x", true, Equivalence.Different)]
    public void Score_reads_both_ways_of_the_harness(string answer, string gold, bool equalTexts, Equivalence expected) =>
        Assert.Equal(expected, MathEquivalence.Score(Reply(answer), gold, equalTexts));

    [Fact]
    public void Score_of_a_reply_without_the_closing_phrase_is_different_even_from_an_invalid_gold() =>
        Assert.Equal(Equivalence.Different, MathEquivalence.Score("It is 5.", "[invalidanswer]", true));

    [Fact]
    public void Bind_scores_by_the_answer_of_the_document_and_else_by_the_target()
    {
        IReadOnlyList<SampleValue> values = Values(
            Outcome("$5$", "3", ("answer", "5")), Outcome("$3$", "3"), Outcome("$4$", "3"), Outcome("$n!$", @"n\cdot(n-1)!"));
        Assert.Equal([1, 1, 0, 0], values.Select(value => value.Value));
        Assert.Equal([false, false, false, true], values.Select(value => value.IsUndecided));
    }

    [Fact]
    public void Undecided_answers_are_counted_in_the_result() =>
        Assert.Equal(1, Result(Outcome("$n!$", @"n\cdot(n-1)!"), Outcome("$1$", "1")).Undecided);

    [Fact]
    public void Bind_refuses_an_unknown_argument()
    {
        PartSpec part = PartSpec.Of("math_equivalence", ("tolerance", 1L));
        Assert.Throws<DiagnosticException>(() => new MathEquivalence().Bind(new(part)));
    }

    private static MetricResult Result(params DocumentOutcome[] outcomes) =>
        new("math_equivalence", "none", "mean", true, (0, 1), 0, null, Values(outcomes));

    private static IReadOnlyList<SampleValue> Values(params DocumentOutcome[] outcomes) =>
        new MathEquivalence().Bind(new(PartSpec.Of("math_equivalence")))(outcomes, TestContext.Current.CancellationToken);

    private static DocumentOutcome.Generated Outcome(string answer, string target, params (string, object?)[] fields)
    {
        Document document = new Document(0, new Dictionary<string, object?>(), default).With(fields);
        return new(document, [Reply(answer)], [target]);
    }

    private static string Reply(string answer) => $"Final Answer: The final answer is {answer}. I hope it is correct.";
}
