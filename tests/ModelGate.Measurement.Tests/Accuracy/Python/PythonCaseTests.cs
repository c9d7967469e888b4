using System.Text;
using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Tests.Accuracy.Python;

/// <summary>Expectations are those of CPython 3.11.</summary>
public sealed class PythonCaseTests
{
    [Theory]
    [InlineData("A1!", true, false)]
    [InlineData("a1!", false, true)]
    [InlineData("aA", false, false)]
    [InlineData("1", false, false)]
    [InlineData("", false, false)]
    [InlineData("ǅ", false, false)]
    [InlineData("Aǅ", false, false)]
    [InlineData("Ⅷ", true, false)]
    [InlineData("ⓐª", false, true)]
    [InlineData("日A", true, false)]
    [InlineData("𝐀", true, false)]
    [InlineData("ÉCOLE", true, false)]
    public void IsUpper_and_IsLower_look_at_cased_characters_only(string text, bool upper, bool lower)
    {
        Assert.Equal(upper, PythonCase.IsUpper(text));
        Assert.Equal(lower, PythonCase.IsLower(text));
    }

    [Theory]
    [InlineData("ÀB", "àb")]
    [InlineData("İ", "i\u0307")]
    [InlineData("Σ", "σ")]
    [InlineData("ΑΣ", "ας")]
    [InlineData("ΑΣΑ", "ασα")]
    [InlineData("ΟΚΟΣ’ X", "οκος’ x")]
    [InlineData("ΑΣⅠ", "ασⅰ")]
    public void Lower_maps_the_special_cases(string text, string expected) => Assert.Equal(expected, PythonCase.Lower(text));

    [Fact]
    public void IsUpper_of_every_ASCII_character_is_that_of_its_letter()
    {
        for (int c = 0; c < 128; c++)
        {
            Assert.Equal(c is >= 'A' and <= 'Z', PythonCase.IsUpper(new Rune(c)));
            Assert.Equal(c is >= 'a' and <= 'z', PythonCase.IsLower(new Rune(c)));
        }
    }
}
