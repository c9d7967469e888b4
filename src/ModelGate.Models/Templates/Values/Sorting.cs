namespace ModelGate.Models.Templates.Values;

/// <summary>Python's stable sort.</summary>
internal static class Sorting
{
    private static readonly Comparer<Value> s_order = Comparer<Value>.Create(
        (left, right) => Ordering.IsLess(left, right) ? -1 : Ordering.IsLess(right, left) ? 1 : 0);

    /// <param name="isReversed">Largest first; equal items keep their order even so.</param>
    public static List<Value> Sort(IEnumerable<Value> items, Func<Value, Value> key, bool isReversed)
    {
        List<(Value Item, Value Key)> keyed = [.. items.Select(item => (item, key(item)))];
        try
        {
            IEnumerable<(Value Item, Value Key)> sorted = isReversed
                ? keyed.OrderByDescending(pair => pair.Key, s_order)
                : keyed.OrderBy(pair => pair.Key, s_order);
            return [.. sorted.Select(pair => pair.Item)];
        }
        catch (InvalidOperationException wrapper) when (wrapper.InnerException is TemplateFault fault)
        {
            throw fault;
        }
    }
}
