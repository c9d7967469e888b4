namespace ModelGate.Models.Templates.Values;

/// <summary>
/// Python's <c>&lt;</c>: numbers with numbers, strings by code point, lists and tuples item by item; all else is an error.
/// </summary>
internal static class Ordering
{
    public static bool IsLess(Value left, Value right) => Compare(left, right, "<") < 0;

    public static bool IsLessOrEqual(Value left, Value right) => Compare(left, right, "<=") <= 0;

    /// <summary>Negative, zero or positive; NaN where a number is not comparable, so that every comparison with it is false.</summary>
    /// <param name="symbol">Named in the error.</param>
    public static double Compare(Value left, Value right, string symbol)
    {
        Recursion.Check();
        if (left is Value.Undefined a) throw a.Fault();
        if (right is Value.Undefined b) throw b.Fault();
        if (Numbers.IsNumber(left) && Numbers.IsNumber(right)) return Numbers.Compare(left, right);
        return (left, right) switch
        {
            (Value.Text { Characters: var x }, Value.Text { Characters: var y }) => CompareCodePoints(x, y),
            (Value.List { Items: var x }, Value.List { Items: var y }) => Compare(x, y, symbol),
            (Value.Tuple { Items: var x }, Value.Tuple { Items: var y }) => Compare(x, y, symbol),
            _ => throw TemplateFault.Operation($"`{symbol}` does not apply to {TypeName.Of(left)} and {TypeName.Of(right)}"),
        };
    }

    private static double Compare(IReadOnlyList<Value> left, IReadOnlyList<Value> right, string symbol)
    {
        for (int i = 0; i < Math.Min(left.Count, right.Count); i++)
        {
            if (!Equality.AreSameOrEqual(left[i], right[i])) return Compare(left[i], right[i], symbol);
        }

        return left.Count.CompareTo(right.Count);
    }

    // UTF-16 puts surrogates below U+E000..U+FFFF; moving both ranges gives the order of code points.
    private static int CompareCodePoints(string left, string right)
    {
        int common = left.AsSpan().CommonPrefixLength(right);
        return common == left.Length || common == right.Length
            ? left.Length.CompareTo(right.Length)
            : Rank(left[common]).CompareTo(Rank(right[common]));
    }

    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
