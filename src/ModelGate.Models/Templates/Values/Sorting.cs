namespace ModelGate.Models.Templates.Values;

/// <summary>Python's stable sort.</summary>
internal static class Sorting
{
    /// <param name="isReversed">Largest first; equal items keep their order even so.</param>
    public static List<Value> Sort(IEnumerable<Value> items, Func<Value, Value> key, bool isReversed)
    {
        Comparer<Value> order = Comparer<Value>.Create((left, right) => Ordering.IsLess(left, right) ? -1 : Ordering.IsLess(right, left) ? 1 : 0);
        IEnumerable<(Value Item, Value Key)> keyed = items.Select(item => (item, key(item))).ToList();
        try
        {
            return [.. (isReversed ? keyed.OrderByDescending(pair => pair.Key, order) : keyed.OrderBy(pair => pair.Key, order)).Select(pair => pair.Item)];
        }
        catch (InvalidOperationException wrapper) when (wrapper.InnerException is TemplateFault fault)
        {
            throw fault;
        }
    }
}
