namespace ModelGate.Models.Tokenizers.Patterns;

/// <summary>Parses <c>[…]</c>: ranges, escapes, POSIX brackets, nested classes, <c>&amp;&amp;</c> and negation.</summary>
internal sealed class RegexClassParser(string pattern, bool ignoreCase)
{
    private const int MaxNesting = 64;
    private int _position;
    private int _nesting;

    public CodePointSet Parse(ref int position)
    {
        _position = position;
        Func<int, bool> contains = Class();
        position = _position;
        return new CodePointSet(contains);
    }

    private Func<int, bool> Class()
    {
        int start = _position++;
        if (++_nesting > MaxNesting) throw new RegexSyntaxException(start, $"Classes are nested deeper than {MaxNesting}.");
        bool negative = TryRead("^");
        List<List<Func<int, bool>>> operands = [[]];
        bool isFirst = true;
        while (true)
        {
            if (_position >= pattern.Length) throw new RegexSyntaxException(start, "A class is not closed.");
            if (pattern[_position] == ']' && !isFirst) break;
            isFirst = false;
            if (TryRead("&&")) operands.Add([]);
            else operands[^1].Add(Item(start));
        }

        _position++;
        _nesting--;
        Func<int, bool>[] unions = [.. operands.Select(static operand => Union([.. operand]))];
        Func<int, bool> all = unions.Length == 1 ? unions[0] : c => Array.TrueForAll(unions, union => union(c));
        Func<int, bool> folded = ignoreCase ? c => CaseFolding.Variants(c).Any(all) : all;
        return negative ? c => !folded(c) : folded;
    }

    private Func<int, bool> Item(int start)
    {
        if (pattern[_position] == '[') return TryPosix() ?? Class();
        if (pattern[_position] == '\\' && RegexEscape.ParseSet(pattern, ref _position, UnicodeProperties.IsWord) is { } set) return set;
        int low = CodePoint();
        bool isRange = _position + 1 < pattern.Length && pattern[_position] == '-' && pattern[_position + 1] != ']';
        if (!isRange) return c => c == low;
        _position++;
        if (pattern[_position] == '[') throw new RegexSyntaxException(_position, "A range ends in a class.");
        int high = CodePoint();
        return low <= high ? c => c >= low && c <= high : throw new RegexSyntaxException(start, "A range in a class is empty.");
    }

    private int CodePoint()
    {
        if (pattern[_position] == '\\') return RegexEscape.ParseCodePoint(pattern, ref _position);
        int codePoint = CodePointText.At(pattern, _position, out int length);
        _position += length;
        return codePoint;
    }

    private Func<int, bool>? TryPosix()
    {
        if (!pattern.AsSpan(_position).StartsWith("[:", StringComparison.Ordinal)) return null;
        int close = pattern.IndexOf(":]", _position, StringComparison.Ordinal);
        if (close < 0) return null;
        string name = pattern[(_position + 2)..close];
        bool negative = name.StartsWith('^');
        Func<int, bool>? property = UnicodeProperties.FindPosix(negative ? name[1..] : name);
        if (property is null) return null;
        _position = close + 2;
        return negative ? c => !property(c) : property;
    }

    private static Func<int, bool> Union(Func<int, bool>[] items) =>
        items.Length == 1 ? items[0] : c => Array.Exists(items, item => item(c));

    private bool TryRead(string text)
    {
        if (!pattern.AsSpan(_position).StartsWith(text, StringComparison.Ordinal)) return false;
        _position += text.Length;
        return true;
    }
}
