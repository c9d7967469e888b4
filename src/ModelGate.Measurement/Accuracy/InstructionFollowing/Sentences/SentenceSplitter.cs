using System.Buffers;
using System.Text.RegularExpressions;
using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.InstructionFollowing.Sentences;

/// <summary>
/// Splits a text into sentences as NLTK's <c>PunktSentenceTokenizer</c> does with the same tables (Kiss and Strunk 2006, Unsupervised
/// Multilingual Sentence Boundary Detection, Computational Linguistics 32).
/// </summary>
internal sealed partial class SentenceSplitter(PunktTables tables)
{
    /// <summary>What cannot be inside a word.</summary>
    private const string NonWord = @"(?:[)\"";}\]*:@'({\[?!])";

    private const string SeveralMarks = @"(?:-{2,}|\.{2,}|(?:\.\s){2,}\.)";

    private static readonly SearchValues<char> AsciiSpaces = SearchValues.Create(" \t\n\r\v\f");

    private static readonly Lazy<SentenceSplitter> SharedEnglish = new(() => new(PunktTables.English));

    public static SentenceSplitter English => SharedEnglish.Value;

    /// <summary>Sentences in order, with the quotes and brackets that close them and without white space around them.</summary>
    public IReadOnlyList<string> Split(string text)
    {
        List<string> sentences = [];
        Range[] slices = [.. Slices(text)];
        int closing = 0;
        for (int i = 0; i < slices.Length; i++)
        {
            int start = slices[i].Start.Value + closing, end = slices[i].End.Value;
            Match match = i + 1 < slices.Length ? Closing().Match(text[slices[i + 1]]) : Match.Empty;
            if (match.Success)
            {
                // Quotes and brackets behind the mark belong to the sentence in front of them.
                end = slices[i + 1].Start.Value + match.Value.AsSpan().TrimEnd().Length;
                closing = match.Length;
            }
            else closing = 0;

            if (start < end) sentences.Add(text[start..end]);
        }

        return sentences;
    }

    private IEnumerable<Range> Slices(string text)
    {
        int start = 0;
        foreach ((Match match, string context) in Candidates(text))
        {
            if (!HasBreak(context)) continue;
            int end = match.Index + match.Length;
            yield return start..end;
            start = match.Groups["next"] is { Success: true } next ? next.Index : end;
        }

        int length = text.Length;
        while (length > 0 && PythonText.IsSpace(text[length - 1])) length--;
        yield return start..Math.Max(start, length);
    }

    /// <summary>Marks that may end a sentence, with the word in front and the token behind; of marks on one word the last.</summary>
    private static IEnumerable<(Match Mark, string Context)> Candidates(string text)
    {
        Match? before = null;
        (int Start, int End) wordBefore = (0, 0);
        foreach (Match match in Mark().Matches(text))
        {
            int space = LastSpace(text.AsSpan(wordBefore.End, match.Index - wordBefore.End));
            (int Start, int End) word = (space > 0 ? wordBefore.End + space + 1 : wordBefore.Start, match.Index);
            if (before is not null && wordBefore.End <= word.Start) yield return (before, Context(before, wordBefore));
            (before, wordBefore) = (match, word);
        }

        if (before is not null) yield return (before, Context(before, wordBefore));

        string Context(Match mark, (int Start, int End) word) => text[word.Start..word.End] + mark.Value + mark.Groups["after"].Value;
    }

    /// <summary>Index of the last ASCII white space, 0 where there is none.</summary>
    private static int LastSpace(ReadOnlySpan<char> text) => Math.Max(0, text.LastIndexOfAny(AsciiSpaces));

    /// <summary>Whether a sentence ends within the context, not with it.</summary>
    private bool HasBreak(string context)
    {
        PunktToken[] tokens =
            [.. context.Split('\n').SelectMany(line => Word().Matches(line)).Select(match => new PunktToken(match.Value))];
        foreach (PunktToken token in tokens) MarkByType(token);
        for (int i = 0; i + 1 < tokens.Length; i++)
        {
            MarkByNext(tokens[i], tokens[i + 1]);
            if (tokens[i].EndsSentence) return true;
        }

        return false;
    }

    /// <summary>First pass: the token by itself.</summary>
    private void MarkByType(PunktToken token)
    {
        if (token.Text is "." or "?" or "!") token.EndsSentence = true;
        else if (token.EndsWithPeriod && !token.Text.EndsWith("..", StringComparison.Ordinal))
        {
            string word = PythonCase.Lower(token.Text[..^1]), lastPart = word[(word.LastIndexOf('-') + 1)..];
            token.IsAbbreviation = tables.Abbreviations.Contains(word) || tables.Abbreviations.Contains(lastPart);
            token.EndsSentence = !token.IsAbbreviation;
        }
    }

    /// <summary>Second pass: abbreviations, ellipses, initials and numbers by the token behind them.</summary>
    private void MarkByNext(PunktToken token, PunktToken next)
    {
        if (!token.EndsWithPeriod) return;
        string type = token.TypeWithoutPeriod, nextType = next.TypeWithoutSentencePeriod;
        bool isInitial = token.IsInitial;
        if (tables.Collocations.Contains((type, nextType)))
        {
            token.EndsSentence = false;
            return;
        }

        bool? starts = StartsSentence(next);
        if ((token.IsAbbreviation || token.IsEllipsis) && !isInitial)
        {
            if (starts == true || (next.StartsUpper && tables.SentenceStarters.Contains(nextType)))
            {
                token.EndsSentence = true;
                return;
            }
        }

        if (!isInitial && type != PunktToken.Number) return;
        bool isName = starts is null && isInitial && next.StartsUpper && !tables.FormsOf(nextType).HasFlag(WordForms.Lower);
        if (starts == false || isName) token.EndsSentence = false;
    }

    /// <summary>Whether its case shows that the token begins a sentence; null where it does not show.</summary>
    private bool? StartsSentence(PunktToken token)
    {
        if (token.Text is [';' or ':' or ',' or '.' or '!' or '?']) return false;
        WordForms forms = tables.FormsOf(token.TypeWithoutSentencePeriod);
        if (token.StartsUpper && forms.HasFlag(WordForms.Lower) && !forms.HasFlag(WordForms.UpperInside)) return true;
        return token.StartsLower && (forms.HasFlag(WordForms.Upper) || !forms.HasFlag(WordForms.LowerFirst)) ? false : null;
    }

    [GeneratedRegex($@"[.?!](?=(?<after>{NonWord}|\s+(?<next>\S+)))", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();

    /// <summary>A token: several marks, or a word up to white space or punctuation, or any one character.</summary>
    [GeneratedRegex(
        $@"{SeveralMarks}|(?=[^(\""`{{\[:;&#*@)}}\]\-,])\S+?(?=\s|$|{NonWord}|{SeveralMarks}|,(?=$|\s|{NonWord}|{SeveralMarks}))|\S",
        RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"\G[""')\]}]+?(?:\s+|(?=--)|$)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Closing();
}
