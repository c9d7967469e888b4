using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.InstructionFollowing;

/// <summary>A kind of instruction as <c>instruction_id_list</c> names it.</summary>
/// <param name="Read">Gives the instruction from its arguments.</param>
internal sealed record InstructionKind(string Id, Func<InstructionArguments, Instruction> Read);

/// <summary>All 25 kinds of the harness's <c>instructions_registry.py</c>.</summary>
internal static class InstructionKinds
{
    private const string IgnoreCase = "(?i)";

    public static IReadOnlyList<InstructionKind> All { get; } =
    [
        new("keywords:existence", given => new Instruction.KeywordExistence(
            [.. given.Texts("keywords").Select(keyword => given.Pattern("keywords", IgnoreCase + keyword))])),
        new("keywords:frequency", given => new Instruction.KeywordFrequency(
            given.Pattern("keyword", IgnoreCase + PythonText.Strip(given.Text("keyword"))), given.Bound("frequency", "relation"))),
        new("keywords:forbidden_words", given => new Instruction.ForbiddenWords(
            [.. given.Texts("forbidden_words").Select(word =>
                given.Pattern("forbidden_words", IgnoreCase + PythonWords.Boundary + word + PythonWords.Boundary))])),
        new("keywords:letter_frequency", given => new Instruction.LetterFrequency(
            given.Letter("letter"), given.Bound("let_frequency", "let_relation"))),
        new("language:response_language", given => new Instruction.ResponseLanguage(given.Language("language"))),
        new("length_constraints:number_sentences", given => new Instruction.NumberOfSentences(given.Bound("num_sentences", "relation"))),
        new("length_constraints:number_paragraphs", given => new Instruction.NumberOfParagraphs(given.Count("num_paragraphs"))),
        new("length_constraints:number_words", given => new Instruction.NumberOfWords(given.Bound("num_words", "relation"))),
        new("length_constraints:nth_paragraph_first_word", given =>
        {
            int paragraphs = given.Count("num_paragraphs");
            return new Instruction.NthParagraphFirstWord(
                paragraphs, given.Count("nth_paragraph", paragraphs), PythonCase.Lower(given.Text("first_word")));
        }),
        new("detectable_content:number_placeholders", given => new Instruction.NumberOfPlaceholders(given.Count("num_placeholders"))),
        new("detectable_content:postscript", given => new Instruction.Postscript(given.Pattern(
            "postscript_marker", Instruction.Postscript.PatternFor(PythonText.Strip(given.Text("postscript_marker")))))),
        new("detectable_format:number_bullet_lists", given => new Instruction.NumberOfBullets(given.Count("num_bullets"))),
        new("detectable_format:constrained_response", _ => new Instruction.ConstrainedResponse()),
        new("detectable_format:number_highlighted_sections", given => new Instruction.NumberOfHighlights(given.Count("num_highlights"))),
        new("detectable_format:multiple_sections", given => new Instruction.NumberOfSections(
            given.Pattern(
                "section_spliter", Instruction.NumberOfSections.PatternFor(PythonText.Strip(given.Text("section_spliter")))),
            given.Count("num_sections"))),
        new("detectable_format:json_format", _ => new Instruction.Json()),
        new("detectable_format:title", _ => new Instruction.Title()),
        new("combination:two_responses", _ => new Instruction.TwoResponses()),
        new("combination:repeat_prompt", given => new Instruction.RepeatPrompt(
            PythonCase.Lower(PythonText.Strip(given.Text("prompt_to_repeat"))))),
        new("startend:end_checker", given => new Instruction.EndPhrase(PythonCase.Lower(PythonText.Strip(given.Text("end_phrase"))))),
        new("startend:quotation", _ => new Instruction.Quotation()),
        new("change_case:capital_word_frequency", given => new Instruction.CapitalWordFrequency(
            given.Bound("capital_frequency", "capital_relation"))),
        new("change_case:english_capital", _ => new Instruction.EnglishCapital()),
        new("change_case:english_lowercase", _ => new Instruction.EnglishLowercase()),
        new("punctuation:no_comma", _ => new Instruction.NoComma()),
    ];

    public static InstructionKind? Find(string id) => All.FirstOrDefault(kind => kind.Id == id);
}
