using ModelGate.Measurement.Accuracy.InstructionFollowing;

namespace ModelGate.Measurement.Tests.Accuracy.InstructionFollowing;

/// <summary>Each kind at its edges. Expectations follow from the harness's code by hand.</summary>
public sealed class InstructionTests
{
    [Theory]

    // Keywords are patterns found anywhere, also inside words.
    [InlineData("keywords:existence", """{"keywords": ["cat", "DOG"]}""", "A CATALOG of dogs", true)]
    [InlineData("keywords:existence", """{"keywords": ["cat", "dog"]}""", "cats", false)]
    [InlineData("keywords:existence", """{"keywords": ["c.t"]}""", "cut", true)]
    [InlineData("keywords:frequency", """{"keyword": " is ", "frequency": 3, "relation": "at least"}""", "This is his", true)]
    [InlineData("keywords:frequency", """{"keyword": "is", "frequency": 3, "relation": "less than"}""", "This is his", false)]
    [InlineData("keywords:frequency", """{"keyword": "is", "frequency": 4.0, "relation": "less than"}""", "This is his", true)]
    [InlineData("keywords:forbidden_words", """{"forbidden_words": ["cat"]}""", "catalog, cats", true)]
    [InlineData("keywords:forbidden_words", """{"forbidden_words": ["cat"]}""", "the-CAT!", false)]
    [InlineData("keywords:forbidden_words", """{"forbidden_words": ["cat"]}""", "a cat_ and 2cat", true)]

    // A combining mark is no word character in Python, so that a word ends in front of it.
    [InlineData("keywords:forbidden_words", """{"forbidden_words": ["नमस"]}""", "नमस्ते", false)]
    [InlineData("keywords:letter_frequency", """{"letter": "A", "let_frequency": 2, "let_relation": "at least"}""", "aA", true)]
    [InlineData("keywords:letter_frequency", """{"letter": "a", "let_frequency": 2, "let_relation": "less than"}""", "aA", false)]

    // Keys 1122 and 1129 of the data: the character itself counts.
    [InlineData("keywords:letter_frequency", """{"letter": "#", "let_frequency": 4, "let_relation": "at least"}""", "## ##", true)]
    [InlineData("keywords:letter_frequency", """{"letter": "#", "let_frequency": 4, "let_relation": "at least"}""", "### abc", false)]
    [InlineData("keywords:letter_frequency", """{"letter": "!", "let_frequency": 6, "let_relation": "at least"}""", "Go!! Go!! Go!!", true)]
    [InlineData("language:response_language", """{"language": "de"}""", "Das ist ein ganz gewöhnlicher deutscher Satz.", true)]
    [InlineData("language:response_language", """{"language": "de"}""", "This is quite an ordinary English sentence.", false)]
    [InlineData("language:response_language", """{"language": "de"}""", "123 456", true)]
    [InlineData("length_constraints:number_sentences", """{"num_sentences": 3, "relation": "at least"}""", "One. Two! Three?", true)]
    [InlineData("length_constraints:number_sentences", """{"num_sentences": 3, "relation": "less than"}""", "One. Two! Three?", false)]
    [InlineData("length_constraints:number_sentences", """{"num_sentences": 3, "relation": "less than"}""", "Mr. A met Dr. B. So.", true)]
    [InlineData("length_constraints:number_paragraphs", """{"num_paragraphs": 2}""", "***\none\n***\ntwo\n***", true)]
    [InlineData("length_constraints:number_paragraphs", """{"num_paragraphs": 2}""", "one\n***\n\n***\ntwo", false)]
    [InlineData("length_constraints:number_paragraphs", """{"num_paragraphs": 2}""", "one\n\ntwo", false)]

    // In Python apostrophes and combining marks separate words, and ² is a word.
    [InlineData("length_constraints:number_words", """{"num_words": 4, "relation": "at least"}""", "don't ² x_1", true)]
    [InlineData("length_constraints:number_words", """{"num_words": 5, "relation": "at least"}""", "नमस्ते दुनिया", true)]
    [InlineData("length_constraints:number_words", """{"num_words": 5, "relation": "less than"}""", "नमस्ते दुनिया", false)]
    [InlineData(
        "length_constraints:nth_paragraph_first_word", """{"num_paragraphs": 2, "nth_paragraph": 2, "first_word": "Hello"}""",
        "One.\n\n'\"HELLO, world", true)]
    [InlineData(
        "length_constraints:nth_paragraph_first_word", """{"num_paragraphs": 2, "nth_paragraph": 2, "first_word": "hello"}""",
        "One.\n\nhello.\n\nthree", false)]

    // The blank piece does not count as a paragraph, and yet it is the second piece.
    [InlineData(
        "length_constraints:nth_paragraph_first_word", """{"num_paragraphs": 2, "nth_paragraph": 2, "first_word": "hello"}""",
        "One.\n\n\n\nhello", false)]
    [InlineData("detectable_content:number_placeholders", """{"num_placeholders": 2}""", "[a] [b]]", true)]
    [InlineData("detectable_content:number_placeholders", """{"num_placeholders": 2}""", "[[a] b] [\n]", false)]
    [InlineData("detectable_content:postscript", """{"postscript_marker": "P.S."}""", "Bye.\np. s. more", true)]
    [InlineData("detectable_content:postscript", """{"postscript_marker": "P.S."}""", "Bye. P.S more", false)]
    [InlineData("detectable_content:postscript", """{"postscript_marker": "P.P.S"}""", "P. P. S", true)]
    [InlineData("detectable_content:postscript", """{"postscript_marker": "P.P.S"}""", "P.S. more", false)]
    [InlineData("detectable_content:postscript", """{"postscript_marker": " NB "}""", "so nb: this", true)]
    [InlineData("detectable_format:number_bullet_lists", """{"num_bullets": 2}""", "* one\n  - two", true)]
    [InlineData("detectable_format:number_bullet_lists", """{"num_bullets": 2}""", "* one\n- two\n- three", false)]
    [InlineData("detectable_format:number_bullet_lists", """{"num_bullets": 1}""", "**bold**\n* one", true)]
    [InlineData("detectable_format:constrained_response", "{}", "Well: My answer is maybe. So be it", true)]
    [InlineData("detectable_format:constrained_response", "{}", "my answer is yes.", false)]

    // The two stars of bold text pair up with each other as a blank *…*, so that bold text counts once.
    [InlineData("detectable_format:number_highlighted_sections", """{"num_highlights": 2}""", "*a* and *b*", true)]
    [InlineData("detectable_format:number_highlighted_sections", """{"num_highlights": 2}""", "**a**", false)]
    [InlineData("detectable_format:number_highlighted_sections", """{"num_highlights": 1}""", "**a**", true)]
    [InlineData("detectable_format:number_highlighted_sections", """{"num_highlights": 3}""", "**a** b **c**", false)]
    [InlineData("detectable_format:number_highlighted_sections", """{"num_highlights": 1}""", "* *\n*a\nb*", false)]
    [InlineData("detectable_format:multiple_sections", """{"section_spliter": " Day ", "num_sections": 2}""", "Day 1 x Day2 y", true)]
    [InlineData("detectable_format:multiple_sections", """{"section_spliter": "Day", "num_sections": 2}""", "Day 1 x day 2 Day Two", false)]

    // A splitter with a group: re.split gives the group back as pieces, and the harness counts those too.
    [InlineData("detectable_format:multiple_sections", """{"section_spliter": "(Day|Week)", "num_sections": 2}""", "Day 1 x", true)]
    [InlineData("detectable_format:json_format", "{}", "```json\n{\"a\": NaN, \"a\": [1]}\n```", true)]
    [InlineData("detectable_format:json_format", "{}", "```\n[1, 2,]\n```", false)]
    [InlineData("detectable_format:json_format", "{}", "Here: {\"a\": 1}", false)]
    [InlineData("detectable_format:json_format", "{}", "\"text\"", true)]
    [InlineData("detectable_format:title", "{}", "Poem <<of joy>> here", true)]
    [InlineData("detectable_format:title", "{}", "<< >>\n<<of\njoy>>", false)]
    [InlineData("combination:two_responses", "{}", "******one******two******", true)]
    [InlineData("combination:two_responses", "{}", "one******one ", false)]
    [InlineData("combination:two_responses", "{}", "one****** ******two", false)]
    [InlineData("combination:two_responses", "{}", "one", false)]
    [InlineData("combination:repeat_prompt", """{"prompt_to_repeat": " Say HI. "}""", "\nsay hi. Hi!", true)]
    [InlineData("combination:repeat_prompt", """{"prompt_to_repeat": "Say hi."}""", "Sure: say hi.", false)]
    [InlineData("startend:end_checker", """{"end_phrase": " Any Questions? "}""", "\"Well. any questions?\"\n", true)]
    [InlineData("startend:end_checker", """{"end_phrase": "Any questions?"}""", "Any questions? No.", false)]
    [InlineData("startend:quotation", "{}", " \"quoted\"\n", true)]
    [InlineData("startend:quotation", "{}", "\"", false)]
    [InlineData("startend:quotation", "{}", "“quoted”", false)]
    [InlineData("change_case:capital_word_frequency", """{"capital_frequency": 3, "capital_relation": "at least"}""", "I AM not OK.", true)]

    // DON'T is two tokens, both in capitals.
    [InlineData(
        "change_case:capital_word_frequency", """{"capital_frequency": 4, "capital_relation": "less than"}""", "DON'T GO-NOW x NO", false)]
    [InlineData(
        "change_case:capital_word_frequency", """{"capital_frequency": 2, "capital_relation": "less than"}""", "1 ONE, !! two", true)]
    [InlineData("change_case:english_capital", "{}", "THE WHOLE ANSWER IS IN CAPITAL LETTERS AND STILL ENGLISH.", true)]
    [InlineData("change_case:english_capital", "{}", "THE WHOLE ANSWER IS in CAPITAL LETTERS AND STILL ENGLISH.", false)]
    [InlineData("change_case:english_capital", "{}", "12345", false)]
    [InlineData("change_case:english_lowercase", "{}", "the whole answer is without any capital letter, and english.", true)]
    [InlineData("change_case:english_lowercase", "{}", "das ist ein ganz gewöhnlicher deutscher satz.", false)]
    [InlineData("change_case:english_lowercase", "{}", "The whole answer is english.", false)]
    [InlineData("punctuation:no_comma", "{}", "No commas; none at all， truly", true)]
    [InlineData("punctuation:no_comma", "{}", "Well, no", false)]
    public void IsFollowedBy_each_kind_at_its_edges(string id, string arguments, string reply, bool expected) =>
        Assert.Equal([expected], GradedReply.Grade(InstructionDocuments.Of((id, arguments)), reply).Strict);

    [Fact]
    public void All_kinds_are_the_harnesss_and_none_twice()
    {
        Assert.Equal(25, InstructionKinds.All.Count);
        Assert.Distinct(InstructionKinds.All.Select(kind => kind.Id));
    }
}
