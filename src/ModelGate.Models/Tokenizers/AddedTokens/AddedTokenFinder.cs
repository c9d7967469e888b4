using System.Buffers;
using ModelGate.Models.Tokenizers.Patterns;

namespace ModelGate.Models.Tokenizers.AddedTokens;

/// <summary>A stretch of text, or an added token in its place.</summary>
/// <param name="Id">The token; −1 for text.</param>
internal readonly record struct Section(int Start, int End, int Id);

/// <summary>
/// Finds added tokens from left to right, the longest at each place, never overlapping. A find that <c>single_word</c> refuses is
/// passed over whole, as in the reference library.
/// </summary>
internal sealed class AddedTokenFinder
{
    private readonly Dictionary<char, (string Form, AddedToken Token)[]> _byFirst;
    private readonly SearchValues<char> _first;

    /// <param name="tokens">Each with the form to look for; empty forms are never found.</param>
    public AddedTokenFinder(IEnumerable<(string Form, AddedToken Token)> tokens)
    {
        _byFirst = tokens.Where(static entry => entry.Form.Length > 0).GroupBy(static entry => entry.Form[0]).ToDictionary(
            static group => group.Key, static group => group.OrderByDescending(static entry => entry.Form.Length).ToArray());
        _first = SearchValues.Create([.. _byFirst.Keys]);
    }

    /// <summary>Cuts the text; sections of text are never empty.</summary>
    public List<Section> Cut(string text)
    {
        List<Section> sections = [];
        int done = 0;
        for (int at = 0; TryFind(text, ref at, out string form, out AddedToken token);)
        {
            int start = at;
            int end = at += form.Length;
            if (token.SingleWord && !StandsAlone(text, start, end)) continue;
            while (token.StripLeft && start > 0 && UnicodeProperties.IsSpace(text[start - 1])) start--;
            start = Math.Max(start, token.StripLeft ? done : 0);
            while (token.StripRight && end < text.Length && UnicodeProperties.IsSpace(text[end])) end++;
            if (done < start) sections.Add(new Section(done, start, -1));
            sections.Add(new Section(start, end, token.Id));
            done = end;
        }

        if (done < text.Length) sections.Add(new Section(done, text.Length, -1));
        return sections;
    }

    private bool TryFind(string text, ref int at, out string form, out AddedToken token)
    {
        for (; at < text.Length; at++)
        {
            int next = text.AsSpan(at).IndexOfAny(_first);
            if (next < 0) break;
            at += next;
            foreach ((string Form, AddedToken Token) entry in _byFirst[text[at]])
            {
                if (!text.AsSpan(at).StartsWith(entry.Form, StringComparison.Ordinal)) continue;
                (form, token) = entry;
                return true;
            }
        }

        (form, token) = ("", null!);
        return false;
    }

    /// <summary>White space is in the basic plane, so only word characters need whole code points.</summary>
    private static bool StandsAlone(string text, int start, int end)
    {
        bool before = start > 0 && IsWord(CodePointText.At(text, CodePointText.Before(text, start), out _));
        bool after = end < text.Length && IsWord(CodePointText.At(text, end, out _));
        return !before && !after;
    }

    /// <summary><c>\w</c> of Rust, which counts the two joiners as well.</summary>
    private static bool IsWord(int codePoint) => codePoint is 0x200C or 0x200D || UnicodeProperties.IsWord(codePoint);
}
