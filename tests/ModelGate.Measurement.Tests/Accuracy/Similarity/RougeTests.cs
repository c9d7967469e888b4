using ModelGate.Measurement.Accuracy.Similarity;

namespace ModelGate.Measurement.Tests.Accuracy.Similarity;

public sealed class RougeTests
{
    /// <summary>Lengths around the width of a machine word, few and many different tokens.</summary>
    [Fact]
    public void LongestCommonSubsequence_equals_the_plain_table()
    {
        var random = new Random(3);
        foreach (int letters in (int[])[1, 2, 5, 60])
        {
            foreach (int length in (int[])[0, 1, 2, 63, 64, 65, 127, 128, 129, 200])
            {
                string[] a = Draw(length), b = Draw(random.Next(140));
                Assert.Equal(Rouge.LongestCommonSubsequencePlain(a, b), Rouge.LongestCommonSubsequence(a, b));

                string[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => $"{random.Next(letters)}")];
            }
        }
    }

    [Fact]
    public void Equal_texts_score_one_and_different_ones_nothing()
    {
        IReadOnlyList<string> text = Rouge.Tokens("The same answer, word for word.");
        Assert.Equal((1.0, 1.0), (Rouge.One(text, text).F, Rouge.L(text, text).F));
        Assert.Equal(0, Rouge.L(text, Rouge.Tokens("quite other tokens")).F);
        Assert.Equal(0, Rouge.One([], []).F);
    }

    [Theory]
    [InlineData("caresses", "caress")]
    [InlineData("ponies", "poni")]
    [InlineData("dies", "die")]
    [InlineData("agreed", "agre")]
    [InlineData("hopping", "hop")]
    [InlineData("falling", "fall")]
    [InlineData("filing", "file")]
    [InlineData("happy", "happi")]
    [InlineData("relational", "relat")]
    [InlineData("electricity", "electr")]
    [InlineData("adjustment", "adjust")]
    [InlineData("geology", "geolog")]
    [InlineData("controlling", "control")]
    [InlineData("skies", "sky")]
    [InlineData("enjoy", "enjoy")]
    public void Stem_follows_the_published_examples(string word, string stem) => Assert.Equal(stem, PorterStemmer.Stem(word));
}
