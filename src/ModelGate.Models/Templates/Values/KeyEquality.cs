namespace ModelGate.Models.Templates.Values;

/// <summary>Keys of dictionaries: 1, 1.0 and True are the same key; a list or a dictionary cannot be one.</summary>
internal sealed class KeyEquality : IEqualityComparer<Value>
{
    public static KeyEquality Instance { get; } = new();

    public bool Equals(Value? x, Value? y) => x is null || y is null ? ReferenceEquals(x, y) : Equality.AreEqual(x, y);

    public int GetHashCode(Value key)
    {
        switch (key)
        {
            case Value.None:
                return 0;
            case Value.Bool or Value.Int:
                return Numbers.AsInteger(key)!.Value.GetHashCode();
            case Value.Float { Number: var number }:
                return Numbers.IsWhole(number, out long whole) ? whole.GetHashCode() : number.GetHashCode();
            case Value.Text { Characters: var text }:
                return string.GetHashCode(text, StringComparison.Ordinal);
            case Value.Tuple { Items: var items }:
                HashCode hash = default;
                foreach (Value item in items) hash.Add(GetHashCode(item));
                return hash.ToHashCode();
            case Value.Undefined undefined:
                undefined.ThrowIfStrict();
                return 1;
            case Value.List or Value.Dict or Value.View:
                throw TemplateFault.Operation($"A {TypeName.Of(key)} cannot be a key of a dictionary");
            default:
                return System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key);
        }
    }
}
