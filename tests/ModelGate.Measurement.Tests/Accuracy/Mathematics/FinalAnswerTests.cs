using ModelGate.Measurement.Accuracy.Mathematics;

namespace ModelGate.Measurement.Tests.Accuracy.Mathematics;

public sealed class FinalAnswerTests
{
    /// <summary>Expected texts are what the harness's <c>get_unnormalized_answer</c> gives.</summary>
    [Theory]
    [InlineData("So it is.\nFinal Answer: The final answer is $5$. I hope it is correct.", "$5$")]
    [InlineData("Final Answer: The final answer is 3. ", "3")]
    [InlineData("Final Answer: The final answer is 3! ", "3")]
    [InlineData("Final Answer: The final answer is 12, I hope it is correct.", "12")]
    [InlineData(
        "Final Answer: The final answer is $x$. I hope it is correct. Final Answer: The final answer is $y$. I hope it is correct.", "$x$")]
    [InlineData("Final Answer: The final answer is 5", null)]
    [InlineData("Final Answer: The final answer is 5.", null)]
    [InlineData("Final Answer: The final answer is\n5. I hope it is correct.", null)]
    [InlineData("The final answer is 5. I hope it is correct.", null)]
    [InlineData("", null)]
    public void Of_finds_what_stands_between_the_two_phrases(string reply, string? expected) =>
        Assert.Equal(expected, FinalAnswer.Of(reply));
}
