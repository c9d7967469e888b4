using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Tests.Accuracy.Python;

/// <summary>Expectations are those of CPython 3.11.</summary>
public sealed class PythonWordsTests
{
    [Theory]
    [InlineData("don't x² a_b 𝒳 ½", 6)]
    [InlineData("नमस्ते दुनिया", 5)]
    [InlineData("...", 0)]
    [InlineData("", 0)]
    public void Count_gives_runs_of_word_characters(string text, int expected) => Assert.Equal(expected, PythonWords.Count(text));

    [Fact]
    public void Split_takes_all_white_space_of_Python() =>
        Assert.Equal(["a", "b", "c", "d"], PythonWords.Split("\u2003a\u001cb\u2003c  d\n"));
}
