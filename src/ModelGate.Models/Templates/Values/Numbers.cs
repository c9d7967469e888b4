namespace ModelGate.Models.Templates.Values;

/// <summary>Numbers as Python sees them: a Boolean is 0 or 1, an integer and a float compare exactly.</summary>
internal static class Numbers
{
    public static bool IsNumber(Value value) => value is Value.Int or Value.Float or Value.Bool;

    /// <summary>An integer or a Boolean; null for anything else.</summary>
    public static long? AsInteger(Value value) => value switch
    {
        Value.Int { Number: var number } => number,
        Value.Bool { IsTrue: var isTrue } => isTrue ? 1 : 0,
        _ => null,
    };

    public static double? AsDouble(Value value) => value is Value.Float { Number: var number } ? number : AsInteger(value);

    /// <exception cref="TemplateFault">Not an integer.</exception>
    public static long RequireInteger(Value value, string what)
    {
        if (value is Value.Undefined undefined) throw undefined.Fault();
        return AsInteger(value) ?? throw TemplateFault.Operation($"{what} must be an integer, not {TypeName.Of(value)}");
    }

    /// <summary>Has no fraction and fits 64 bits.</summary>
    public static bool IsWhole(double number, out long whole)
    {
        bool isWhole = number >= -9223372036854775808.0 && number < 9223372036854775808.0 && Math.Floor(number) == number;
        whole = isWhole ? (long)number : 0;
        return isWhole;
    }

    public static bool AreEqual(Value left, Value right) => Compare(left, right) == 0;

    /// <summary>NaN when one side is NaN.</summary>
    public static double Compare(Value left, Value right) => (AsInteger(left), AsInteger(right)) switch
    {
        ({ } a, { } b) => a.CompareTo(b),
        ({ } a, null) => Compare(a, ((Value.Float)right).Number),
        (null, { } b) => -Compare(b, ((Value.Float)left).Number),
        _ => Compare(((Value.Float)left).Number, ((Value.Float)right).Number),
    };

    private static double Compare(double left, double right) =>
        double.IsNaN(left) || double.IsNaN(right) ? double.NaN : left.CompareTo(right);

    private static double Compare(long left, double right)
    {
        if (double.IsNaN(right)) return double.NaN;
        if (right >= 9223372036854775808.0) return -1;
        if (right < -9223372036854775808.0) return 1;
        double floor = Math.Floor(right);
        int order = left.CompareTo((long)floor);
        return order == 0 && right > floor ? -1 : order;
    }
}
