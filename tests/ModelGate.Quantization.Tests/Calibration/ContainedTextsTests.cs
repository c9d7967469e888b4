using ModelGate.Quantization.Calibration;

namespace ModelGate.Quantization.Tests.Calibration;

public sealed class ContainedTextsTests
{
    private const string Problem = "Find the remainder when the number 1234567 is divided by 12, and show your work.";

    [Theory]
    [InlineData("Find the  remainder when THE number 1234567\nis divided by 12, and show your work.", true)]
    [InlineData("Answer this. Find the remainder when the number 1234567 is divided by 12, and show your work. It is 7.", true)]
    [InlineData("Find the remainder when the number 1234568 is divided by 12, and show your work.", false)]
    [InlineData("Find the remainder when the number 1234567 is divided by 12", false)]
    [InlineData("short", false)]
    [InlineData("", false)]
    public void AnyIn_compares_after_case_and_white_space(string row, bool expected) =>
        Assert.Equal(expected, new ContainedTexts([Problem]).AnyIn(row));

    [Fact]
    public void AnyIn_leaves_short_texts_out() => Assert.False(new ContainedTexts(["two words"]).AnyIn(Problem + " two words"));

    /// <summary>Against the search of the library, on texts of few letters, so that beginnings repeat.</summary>
    [Fact]
    public void AnyIn_equals_a_plain_search()
    {
        var random = new Random(7);
        string Draw(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => "ab"[random.Next(2)]));
        string[] texts = [.. Enumerable.Range(0, 50).Select(i => new string('a', 38 + (i % 4)) + Draw(i % 5))];
        ContainedTexts contained = new(texts);
        int found = 0;
        for (int i = 0; i < 2000; i++)
        {
            string row = Draw(10) + new string('a', 34 + random.Next(8)) + Draw(10);
            bool expected = texts.Any(
                text => text.Length >= ContainedTexts.LeastCharacters && row.Contains(text, StringComparison.Ordinal));
            Assert.Equal(expected, contained.AnyIn(row));
            if (expected) found++;
        }

        Assert.InRange(found, 100, 1900);
    }
}
