using System.Text.RegularExpressions;
using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.InstructionFollowing.Sentences;

/// <summary>
/// NLTK's <c>word_tokenize</c>: sentences, each split by the rules of the Penn Treebank as <c>NLTKWordTokenizer</c> has them, one rule
/// after the other over the whole sentence. Straight quotes come out as <c>``</c> and <c>''</c>.
/// </summary>
internal sealed class WordTokenizer(SentenceSplitter sentences)
{
    private static readonly Lazy<WordTokenizer> SharedEnglish = new(() => new(SentenceSplitter.English));

    private static readonly (Regex Pattern, string Replacement)[] Inner =
    [
        .. Rules(
            // Opening quotes.
            ("([«“‘„]|[`]+)", " $1 "),
            ("^\"", "``"),
            ("(``)", " $1 "),
            ("([ (\\[{<])(\"|'{2})", "$1 `` "),
            (@"(?i)(')(?!re|ve|ll|m|t|s|d|n)(\w)\b", "$1 $2"),

            // Punctuation.
            ("([^.])(\\.)([\\])}>\"'»”’ ]*)\\s*$", "$1 $2 $3 "),
            (@"([:,])([^\d])", " $1 $2"),
            ("([:,])$", " $1 "),
            (@"\.{2,}", " $& "),
            ("[;@#$%&]", " $& "),
            ("([^.])(\\.)([\\])}>\"']*)\\s*$", "$1 $2$3 "),
            ("[?!]", " $& "),
            ("([^'])' ", "$1 ' "),
            ("[*]", " $& "),
            (@"[\]\[(){}<>]", " $& "),
            ("--", " -- ")),
    ];

    /// <summary>Applied with a space at both ends.</summary>
    private static readonly (Regex Pattern, string Replacement)[] Outer =
    [
        .. Rules(
            // Closing quotes.
            ("([»”’])", " $1 "),
            ("''", " '' "),
            ("\"", " '' "),
            ("([^' ])('[sS]|'[mM]|'[dD]|') ", "$1 $2 "),
            ("([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) ", "$1 $2 "),

            // Contractions.
            (@"(?i)\b(can)(not)\b", " $1 $2 "),
            (@"(?i)\b(d)('ye)\b", " $1 $2 "),
            (@"(?i)\b(gim)(me)\b", " $1 $2 "),
            (@"(?i)\b(gon)(na)\b", " $1 $2 "),
            (@"(?i)\b(got)(ta)\b", " $1 $2 "),
            (@"(?i)\b(lem)(me)\b", " $1 $2 "),
            (@"(?i)\b(more)('n)\b", " $1 $2 "),
            (@"(?i)\b(wan)(na)(?=\s)", " $1 $2 "),
            (@"(?i) ('t)(is)\b", " $1 $2 "),
            (@"(?i) ('t)(was)\b", " $1 $2 ")),
    ];

    public static WordTokenizer English => SharedEnglish.Value;

    public IEnumerable<string> Tokenize(string text) => sentences.Split(text).SelectMany(TokenizeSentence);

    private static IEnumerable<string> TokenizeSentence(string sentence) =>
        PythonWords.Split(Apply(Outer, $" {Apply(Inner, sentence)} "));

    private static string Apply((Regex Pattern, string Replacement)[] rules, string text)
    {
        foreach ((Regex pattern, string replacement) in rules) text = pattern.Replace(text, replacement);
        return text;
    }

    private static IEnumerable<(Regex Pattern, string Replacement)> Rules(
        params IReadOnlyList<(string Pattern, string Replacement)> rules) =>
        rules.Select(rule => (new Regex(AsInPython(rule.Pattern), RegexOptions.CultureInvariant), rule.Replacement));

    private static string AsInPython(string pattern) => pattern
        .Replace(@"\w", $"[{PythonWords.WordClass}]", StringComparison.Ordinal)
        .Replace(@"\b", PythonWords.Boundary, StringComparison.Ordinal);
}
