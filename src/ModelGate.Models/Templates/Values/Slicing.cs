namespace ModelGate.Models.Templates.Values;

/// <summary>Python's slices; null stands for an end left out.</summary>
internal sealed record Slicing(long? Start, long? Stop, long? Step)
{
    public static Slicing Of(Value start, Value stop, Value step) => new(Bound(start), Bound(stop), Bound(step));

    /// <summary>The indices it takes from <paramref name="count"/> items, in order.</summary>
    public IEnumerable<int> Indices(int count)
    {
        long step = Step ?? 1;
        if (step == 0) throw TemplateFault.Operation("A slice cannot step by zero");
        long low = step < 0 ? -1 : 0;
        long high = step < 0 ? count - 1 : count;
        long start = Place(Start, count, step < 0 ? high : low, low, high);
        long stop = Place(Stop, count, step < 0 ? low : high, low, high);
        long taken = step > 0
            ? (long)(((Int128)stop - start + step - 1) / step)
            : (long)(((Int128)start - stop - step - 1) / -(Int128)step);
        for (long i = 0; i < taken; i++) yield return (int)(start + (i * step));
    }

    public IEnumerable<Value> From(IReadOnlyList<Value> items) => Indices(items.Count).Select(index => items[index]);

    public string From(string text)
    {
        string[] points = CodePoints.Split(text);
        return string.Concat(Indices(points.Length).Select(index => points[index]));
    }

    private static long Place(long? bound, int count, long absent, long low, long high) => bound is not { } at
        ? absent
        : Math.Clamp(at < 0 ? at + count : at, low, high);

    private static long? Bound(Value value) => value is Value.None ? null : Numbers.RequireInteger(value, "An end of a slice");
}
