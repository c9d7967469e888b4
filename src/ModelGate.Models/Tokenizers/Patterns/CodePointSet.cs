namespace ModelGate.Models.Tokenizers.Patterns;

/// <summary>
/// A set of code points behind a predicate. Membership in the basic plane is one bit of a table; the other planes ask the predicate.
/// </summary>
internal sealed class CodePointSet
{
    private readonly ulong[] _basicPlane = new ulong[0x10000 / 64];
    private readonly Func<int, bool> _contains;

    public CodePointSet(Func<int, bool> contains)
    {
        _contains = contains;
        for (int codePoint = 0; codePoint < 0x10000; codePoint++)
        {
            if (contains(codePoint)) _basicPlane[codePoint >> 6] |= 1UL << codePoint;
        }
    }

    private CodePointSet(IReadOnlySet<int> points)
    {
        _contains = points.Contains;
        foreach (int point in points)
        {
            if (point < 0x10000) _basicPlane[point >> 6] |= 1UL << point;
        }
    }

    public static CodePointSet Of(IReadOnlySet<int> points) => new(points);

    public bool Contains(int codePoint) =>
        codePoint < 0x10000 ? (_basicPlane[codePoint >> 6] >> codePoint & 1) != 0 : _contains(codePoint);

    /// <summary>Where the member that begins at <paramref name="position"/> ends; −1 where there is none.</summary>
    public int Match(ReadOnlySpan<char> text, int position)
    {
        if ((uint)position >= (uint)text.Length) return -1;
        char c = text[position];
        if (!char.IsSurrogate(c)) return (_basicPlane[c >> 6] >> c & 1) != 0 ? position + 1 : -1;
        int codePoint = CodePointText.At(text, position, out int length);
        return Contains(codePoint) ? position + length : -1;
    }
}
