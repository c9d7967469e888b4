using ModelGate.Measurement.Accuracy.InstructionFollowing.Sentences;

namespace ModelGate.Measurement.Tests.Accuracy.InstructionFollowing.Sentences;

/// <summary>Expectations are those of NLTK 3.8, <c>word_tokenize</c>.</summary>
public sealed class WordTokenizerTests
{
    [Theory]
    [InlineData("Good muffins cost $3.88 in NEW YORK.", "Good muffins cost $ 3.88 in NEW YORK .")]
    [InlineData("I CAN'T GO, DON'T ASK; IT'S LATE!", "I CA N'T GO , DO N'T ASK ; IT 'S LATE !")]
    [InlineData("\"HELLO,\" she said. 'NASA' IS (NOT) HERE.", "`` HELLO , '' she said . 'NASA ' IS ( NOT ) HERE .")]
    [InlineData("The U.S. and the U.K. signed. A plan.", "The U.S. and the U.K. signed . A plan .")]
    [InlineData("gonna GOTTA cannot CANNOT 'TIS", "gon na GOT TA can not CAN NOT 'T IS")]
    [InlineData("WELL-KNOWN re-USE A-1 3D B2B", "WELL-KNOWN re-USE A-1 3D B2B")]
    [InlineData("“QUOTED” ‘TEXT’ «OUI»", "“ QUOTED ” ‘ TEXT ’ « OUI »")]
    [InlineData("ONE--TWO...THREE: FOUR, 1,000 A.B.", "ONE -- TWO ... THREE : FOUR , 1,000 A.B .")]
    [InlineData("We'RE WE'RE JOHN'S THEY'VE", "We 'RE WE 'RE JOHN 'S THEY 'VE")]
    [InlineData("**BOLD** #TAG @USER 50% R&D <HTML>", "* * BOLD * * # TAG @ USER 50 % R & D < HTML >")]
    [InlineData("'Ⅰ '2", "' Ⅰ ' 2")]
    [InlineData("", "")]
    public void Tokenize_gives_the_words_of_NLTK(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', WordTokenizer.English.Tokenize(text)));
}
