namespace ModelGate.Models.Templates.Values;

/// <summary>Python's <c>==</c>: values of different kinds differ, but numbers compare by value whatever their type.</summary>
internal static class Equality
{
    public static bool AreEqual(Value left, Value right)
    {
        Recursion.Check();
        (left as Value.Undefined)?.ThrowIfStrict();
        (right as Value.Undefined)?.ThrowIfStrict();
        switch (left, right)
        {
            case (Value.None, Value.None) or (Value.Undefined, Value.Undefined):
                return true;
            case (Value.Text a, Value.Text b):
                return a.Characters == b.Characters;
            case (Value.List a, Value.List b):
                return AreEqual(a.Items, b.Items);
            case (Value.Tuple a, Value.Tuple b):
                return AreEqual(a.Items, b.Items);
            case (Value.Dict a, Value.Dict b):
                return AreEqual(a, b);
            case (Value.Range a, Value.Range b):
                return a.Count == b.Count && (a.Count == 0 || (a.Start == b.Start && (a.Count == 1 || a.Step == b.Step)));
            case (Value.View a, Value.View b):
                return a.Name == b.Name && a.Name != "dict_values" && HaveSameMembers(a.Items, b.Items);
            default:
                return Numbers.IsNumber(left) && Numbers.IsNumber(right) ? Numbers.AreEqual(left, right) : ReferenceEquals(left, right);
        }
    }

    /// <summary>As <c>in</c> compares: an object is also equal to itself where <c>==</c> says no (NaN).</summary>
    public static bool AreSameOrEqual(Value left, Value right) => ReferenceEquals(left, right) || AreEqual(left, right);

    private static bool AreEqual(IReadOnlyList<Value> left, IReadOnlyList<Value> right)
    {
        if (left.Count != right.Count) return false;
        for (int i = 0; i < left.Count; i++)
        {
            if (!AreSameOrEqual(left[i], right[i])) return false;
        }

        return true;
    }

    private static bool AreEqual(Value.Dict left, Value.Dict right) =>
        left.Entries.Count == right.Entries.Count
        && left.Entries.All(entry => right.Entries.TryGetValue(entry.Key, out Value? other) && AreSameOrEqual(entry.Value, other));

    private static bool HaveSameMembers(IReadOnlyList<Value> left, IReadOnlyList<Value> right) =>
        left.Count == right.Count && left.All(item => right.Any(other => AreSameOrEqual(item, other)));
}
