using ModelGate.Measurement.Accuracy.InstructionFollowing.Sentences;

namespace ModelGate.Measurement.Tests.Accuracy.InstructionFollowing.Sentences;

/// <summary>
/// Expectations are those of NLTK 3.8, <c>PunktSentenceTokenizer</c> with its own trained English tables; ours give the same on them.
/// </summary>
public sealed class SentenceSplitterTests
{
    [Theory]
    [InlineData("Dr. Smith met Mr. Jones. They left.", "Dr. Smith met Mr. Jones.|They left.")]
    [InlineData("She lives in the U.S. He lives in Rome.", "She lives in the U.S.|He lives in Rome.")]
    [InlineData("The U.S. Army arrived at 5 p.m. on Friday.", "The U.S. Army arrived at 5 p.m. on Friday.")]
    [InlineData("Bring apples, e.g. red ones.", "Bring apples, e.g.|red ones.")]
    [InlineData("Bring apples, pears, etc. and cheese.", "Bring apples, pears, etc.|and cheese.")]
    [InlineData("J. S. Bach wrote it. K. Brown played it.", "J. S. Bach wrote it.|K. Brown played it.")]
    [InlineData("Plan A. The team moved. Plan B. We waited.", "Plan A.|The team moved.|Plan B.|We waited.")]
    [InlineData("1. First item\n2. second item\n3. Third item", "1.|First item\n2. second item\n3.|Third item")]
    [InlineData("It cost 3.50 dollars. version 2.0 is out.", "It cost 3.50 dollars.|version 2.0 is out.")]
    [InlineData("Wait... what? No!! Yes.", "Wait... what?|No!!|Yes.")]
    [InlineData("He said \"Stop.\" Then he left.", "He said \"Stop.\"|Then he left.")]
    [InlineData("(One is here.) [Two is here.] 'Three.'", "(One is here.)|[Two is here.]|'Three.'")]
    [InlineData("No mark at the end", "No mark at the end")]
    [InlineData("Visit www.example.com. It is free.", "Visit www.example.com.|It is free.")]
    [InlineData("Hello world.No space here.", "Hello world.No space here.")]
    [InlineData("First line.\nsecond line without capital.\n\nThird.", "First line.|second line without capital.|Third.")]
    [InlineData("Acme Inc. announced it. Acme Inc. The end.", "Acme Inc. announced it.|Acme Inc.|The end.")]
    [InlineData("In Jan. 2020 he came. On Sept. 5 he went.", "In Jan. 2020 he came.|On Sept. 5 he went.")]
    [InlineData("The co-op. vs. the pre-co. and so on.", "The co-op.|vs. the pre-co. and so on.")]
    [InlineData("Hmm . . . maybe. So be it.", "Hmm .|.|.|maybe.|So be it.")]
    [InlineData("Ph.D. students work. M.D. people too.", "Ph.D. students work.|M.D.|people too.")]
    [InlineData("A sentence ends here.) \"And closes late.\"", "A sentence ends here.)|\"And closes late.\"")]
    [InlineData("Thanks!\n\nP.S. Call me. P.P.S. Bring cake.", "Thanks!|P.S.|Call me.|P.P.S.|Bring cake.")]
    [InlineData("* one.\n* two.\n- three.", "* one.|* two.|- three.")]
    [InlineData("St. Mary's is No. 5 in Calif. and Ill. too.", "St. Mary's is No.|5 in Calif. and Ill. too.")]
    [InlineData("   . ", "   .")]
    [InlineData("", "")]
    public void Split_gives_the_sentences_of_NLTK(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', SentenceSplitter.English.Split(text)));

    /// <summary>The algorithm by itself, on tables in which each rule has something to say.</summary>
    [Theory]
    [InlineData("Read no. Seven now.", "Read no. Seven now.")]
    [InlineData("Read no. Apples now.", "Read no.|Apples now.")]
    [InlineData("Read no. apples now.", "Read no. apples now.")]
    [InlineData("See 5. Zimmer went.", "See 5. Zimmer went.")]
    [InlineData("See 5. zebras went.", "See 5.|zebras went.")]
    [InlineData("See Z. Zebras went.", "See Z.|Zebras went.")]
    [InlineData("See Z. Unseen went.", "See Z. Unseen went.")]
    public void Split_each_rule_of_Punkt_decides(string text, string expected)
    {
        PunktTables tables = new(
            new HashSet<string> { "no" },
            new HashSet<string>(),
            new HashSet<(string, string)> { (PunktToken.Number, "zimmer") },
            new Dictionary<string, WordForms>
            {
                // Ordinary words: an abbreviation in front of their capital ends a sentence. Zebras also begin one with a small letter.
                ["apples"] = WordForms.Lower,
                ["zebras"] = WordForms.Lower | WordForms.LowerFirst,
            });
        Assert.Equal(expected, string.Join('|', new SentenceSplitter(tables).Split(text)));
    }
}
