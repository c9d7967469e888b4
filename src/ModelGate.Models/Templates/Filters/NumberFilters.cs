using ModelGate.Models.Templates.Evaluation;
using ModelGate.Models.Templates.Values;

namespace ModelGate.Models.Templates.Filters;

/// <summary>Filters that make numbers.</summary>
internal static class NumberFilters
{
    public static IReadOnlyDictionary<string, FilterFunction> All { get; } = new Dictionary<string, FilterFunction>(StringComparer.Ordinal)
    {
        ["abs"] = Abs,
        ["float"] = ToFloat,
        ["int"] = ToInteger,
        ["round"] = Round,
    };

    private static Value Abs(Runtime runtime, Value input, Arguments arguments)
    {
        arguments.Bind("abs", 0);
        if (input is Value.Undefined undefined) throw undefined.Fault();
        if (input is Value.Float { Number: var number }) return Value.Of(Math.Abs(number));
        long whole = Numbers.RequireInteger(input, "The input of `abs`");
        return whole == long.MinValue ? throw NumberText.Overflow() : Value.Of(Math.Abs(whole));
    }

    private static Value ToFloat(Runtime runtime, Value input, Arguments arguments)
    {
        Value fallback = arguments.Bind("float", 0, "default")[0] ?? Value.Of(0.0);
        if (input is Value.Undefined undefined) throw undefined.Fault();
        double? number = input is Value.Text { Characters: var text } ? NumberText.ParseFloat(text) : Numbers.AsDouble(input);
        return number is { } found ? Value.Of(found) : fallback;
    }

    private static Value ToInteger(Runtime runtime, Value input, Arguments arguments)
    {
        Value?[] bound = arguments.Bind("int", 0, "default", "base");
        Value fallback = bound[0] ?? Value.Of(0);
        long numberBase = bound[1] is null ? 10 : Numbers.RequireInteger(bound[1]!, "`base`");
        if (input is Value.Undefined undefined) throw undefined.Fault();
        double? number;
        if (input is Value.Text { Characters: var text })
        {
            if (NumberText.ParseInteger(text, numberBase) is { } parsed) return Value.Of(parsed);
            number = NumberText.ParseFloat(text);
        }
        else if (Numbers.AsInteger(input) is { } whole)
        {
            return Value.Of(whole);
        }
        else
        {
            number = Numbers.AsDouble(input);
        }

        if (number is not { } found || !double.IsFinite(found)) return fallback;
        return Numbers.IsWhole(Math.Truncate(found), out long truncated) ? Value.Of(truncated) : throw NumberText.Overflow();
    }

    private static Value Round(Runtime runtime, Value input, Arguments arguments)
    {
        Value?[] bound = arguments.Bind("round", 0, "precision", "method");
        long precision = bound[0] is null ? 0 : Numbers.RequireInteger(bound[0]!, "`precision`");
        string method = bound[1] is null ? "common" : TextMethods.RequireText(bound[1]!, "`method`");
        if (input is Value.Undefined undefined) throw undefined.Fault();
        double number = Numbers.AsDouble(input) ?? throw TemplateFault.Operation($"`round` does not apply to a {TypeName.Of(input)}");
        int decimals = (int)Math.Clamp(precision, -400, 400);
        if (method == "common") return input is Value.Float ? Value.Of(NumberText.Round(number, decimals)) : RoundInteger(input, decimals);
        if (method is not ("ceil" or "floor")) throw TemplateFault.Operation("The method of `round` is common, ceil or floor");
        double scale = Math.Pow(10, decimals);
        double scaled = number * scale;
        if (!double.IsFinite(scaled)) throw TemplateFault.Operation("`round` met a number that is not finite");
        return Value.Of((method == "ceil" ? Math.Ceiling(scaled) : Math.Floor(scaled)) / scale);
    }

    // To tens, hundreds, … half to even.
    private static Value RoundInteger(Value input, int decimals)
    {
        long whole = Numbers.AsInteger(input)!.Value;
        if (decimals >= 0) return Value.Of(whole);
        if (decimals < -18) return Value.Of(0L);
        Int128 unit = 1;
        for (int i = 0; i > decimals; i--) unit *= 10;
        Int128 quotient = whole / unit;
        Int128 rest = Int128.Abs(whole - (quotient * unit)) * 2;
        if (rest > unit || (rest == unit && Int128.IsOddInteger(quotient))) quotient += whole < 0 ? -1 : 1;
        Int128 rounded = quotient * unit;
        return rounded > long.MaxValue || rounded < long.MinValue ? throw NumberText.Overflow() : Value.Of((long)rounded);
    }
}
