namespace ModelGate.Models.Templates.Values;

/// <summary>Python's operators on values.</summary>
/// <param name="maxLength">Longer texts and lists are an error.</param>
internal sealed class Arithmetic(int maxLength)
{
    /// <param name="symbol">One of + - * / // % **.</param>
    public Value Apply(string symbol, Value left, Value right)
    {
        if (symbol == "%" && left is Value.Text { Characters: var format }) return Value.Of(PercentFormat.Apply(format, right, maxLength));
        if (left is Value.Undefined a) throw a.Fault();
        if (right is Value.Undefined b) throw b.Fault();
        if (Numbers.IsNumber(left) && Numbers.IsNumber(right)) return OnNumbers(symbol, left, right);
        return (symbol, left, right) switch
        {
            ("+", Value.Text { Characters: var x }, Value.Text { Characters: var y }) => Value.Of(Concat(x, y)),
            ("+", Value.List { Items: var x }, Value.List { Items: var y }) => new Value.List(Joined(x, y)),
            ("+", Value.Tuple { Items: var x }, Value.Tuple { Items: var y }) => new Value.Tuple(Joined(x, y)),
            ("*", _, _) when Numbers.AsInteger(right) is { } times => Repeat(left, times) ?? throw Mismatch(symbol, left, right),
            ("*", _, _) when Numbers.AsInteger(left) is { } times => Repeat(right, times) ?? throw Mismatch(symbol, left, right),
            _ => throw Mismatch(symbol, left, right),
        };
    }

    public string Concat(string left, string right)
    {
        RequireLength((long)left.Length + right.Length);
        return left + right;
    }

    public static Value Negate(Value value) => value switch
    {
        Value.Float { Number: var number } => Value.Of(-number),
        Value.Undefined undefined => throw undefined.Fault(),
        _ when Numbers.AsInteger(value) is { } whole => whole == long.MinValue ? throw NumberText.Overflow() : Value.Of(-whole),
        _ => throw TemplateFault.Operation($"`-` does not apply to a {TypeName.Of(value)}"),
    };

    public static Value Plus(Value value) => value switch
    {
        Value.Float => value,
        Value.Undefined undefined => throw undefined.Fault(),
        _ when Numbers.AsInteger(value) is { } whole => Value.Of(whole),
        _ => throw TemplateFault.Operation($"`+` does not apply to a {TypeName.Of(value)}"),
    };

    private static Value OnNumbers(string symbol, Value left, Value right)
    {
        if (Numbers.AsInteger(left) is not { } a || Numbers.AsInteger(right) is not { } b)
        {
            return OnDoubles(symbol, Numbers.AsDouble(left)!.Value, Numbers.AsDouble(right)!.Value);
        }

        try
        {
            return symbol switch
            {
                "+" => Value.Of(checked(a + b)),
                "-" => Value.Of(checked(a - b)),
                "*" => Value.Of(checked(a * b)),
                "/" => b == 0 ? throw ByZero() : Value.Of(a / (double)b),
                "//" => b == 0 ? throw ByZero() : Value.Of(checked(FloorQuotient(a, b))),
                "%" => b == 0 ? throw ByZero() : Value.Of(b == -1 ? 0 : a - (FloorQuotient(a, b) * b)),
                "**" => b < 0 ? OnDoubles(symbol, a, b) : Value.Of(Power(a, b)),
                _ => throw new ArgumentOutOfRangeException(nameof(symbol)),
            };
        }
        catch (OverflowException)
        {
            throw NumberText.Overflow();
        }
    }

    private static Value OnDoubles(string symbol, double a, double b) => Value.Of(symbol switch
    {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" => b == 0 ? throw ByZero() : a / b,
        "//" => b == 0 ? throw ByZero() : FloorQuotient(a, b),
        "%" => b == 0 ? throw ByZero() : Modulo(a, b),
        "**" => Power(a, b),
        _ => throw new ArgumentOutOfRangeException(nameof(symbol)),
    });

    private static long FloorQuotient(long a, long b)
    {
        long quotient = a / b;
        return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient;
    }

    // The remainder has the sign of the divisor, a zero one too.
    private static double Modulo(double a, double b)
    {
        double rest = a % b;
        if (rest == 0) return Math.CopySign(0, b);
        return (rest < 0) != (b < 0) ? rest + b : rest;
    }

    private static double FloorQuotient(double a, double b)
    {
        double rest = a % b;
        double quotient = (a - rest) / b;
        if (rest != 0 && (rest < 0) != (b < 0)) quotient -= 1;
        if (quotient == 0) return Math.CopySign(0, a / b);
        double floor = Math.Floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }

    private static long Power(long value, long exponent)
    {
        long result = 1;
        while (exponent > 0)
        {
            if ((exponent & 1) == 1) result = checked(result * value);
            exponent >>= 1;
            if (exponent > 0) value = checked(value * value);
        }

        return result;
    }

    private static double Power(double value, double exponent)
    {
        if (value == 0 && exponent < 0) throw TemplateFault.Operation("0 cannot be raised to a negative power");
        if (value < 0 && double.IsFinite(exponent) && Math.Floor(exponent) != exponent)
        {
            throw TemplateFault.Operation("A negative number to a broken power is not a real number");
        }

        double result = Math.Pow(value, exponent);
        return double.IsInfinity(result) && double.IsFinite(value) && double.IsFinite(exponent)
            ? throw TemplateFault.Operation("The result of `**` is too large")
            : result;
    }

    private Value? Repeat(Value value, long times)
    {
        times = Math.Max(0, times);
        switch (value)
        {
            case Value.Text { Characters: var text }:
                RequireProduct(text.Length, times);
                return Value.Of(text.Length == 0 ? "" : string.Concat(Enumerable.Repeat(text, (int)times)));
            case Value.List { Items: var items }:
                RequireProduct(items.Count, times);
                return new Value.List(Repeated(items, times));
            case Value.Tuple { Items: var items }:
                RequireProduct(items.Count, times);
                return new Value.Tuple(Repeated(items, times));
            default:
                return null;
        }
    }

    private static List<Value> Repeated(IReadOnlyList<Value> items, long times) =>
        items.Count == 0 ? [] : [.. Enumerable.Repeat(items, (int)times).SelectMany(item => item)];

    private List<Value> Joined(IReadOnlyList<Value> left, IReadOnlyList<Value> right)
    {
        RequireLength((long)left.Count + right.Count);
        return [.. left, .. right];
    }

    private void RequireProduct(long length, long times)
    {
        if (length > 0 && times > maxLength / length) RequireLength(long.MaxValue);
    }

    public void RequireLength(long length)
    {
        if (length > maxLength) throw TemplateFault.Limit($"The template makes a value longer than {maxLength}");
    }

    private static TemplateFault ByZero() => TemplateFault.Operation("A division by zero");

    private static TemplateFault Mismatch(string symbol, Value left, Value right) =>
        TemplateFault.Operation($"`{symbol}` does not apply to {TypeName.Of(left)} and {TypeName.Of(right)}");
}
