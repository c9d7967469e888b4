using System.Globalization;
using System.Text.RegularExpressions;

namespace ModelGate.Gate.Policies;

/// <summary>A number as written with its unit.</summary>
public abstract record Quantity
{
    private Quantity()
    {
    }

    /// <summary><paramref name="Fraction"/> is 0.99 for <c>99%</c>.</summary>
    public sealed record Percent(double Fraction) : Quantity;

    public sealed record Time(double Seconds) : Quantity;

    public sealed record Bytes(double Count) : Quantity;

    public sealed record Plain(double Value) : Quantity;
}

/// <summary>
/// Reads <c>99%</c>, <c>100 ms</c>, <c>2 GiB</c>, <c>1.05</c>. A space before the unit is optional; units are case-sensitive where case
/// means something (<c>MB</c>, <c>ms</c>).
/// </summary>
public static partial class Units
{
    /// <summary>What users may write, for messages.</summary>
    public const string Known = "%, us, ms, s, min, h, B, KB, MB, GB, KiB, MiB, GiB";

    /// <summary>Null where the text is no finite number with a known unit.</summary>
    public static Quantity? Parse(string text)
    {
        Match match = NumberWithUnit().Match(text.Trim());
        if (!match.Success
            || !double.TryParse(match.Groups[1].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            || !double.IsFinite(value))
        {
            return null;
        }

        return match.Groups[2].Value switch
        {
            "" => new Quantity.Plain(value),
            "%" => new Quantity.Percent(value / 100),
            "us" or "µs" => new Quantity.Time(value * 1e-6),
            "ms" => new Quantity.Time(value * 1e-3),
            "s" => new Quantity.Time(value),
            "min" => new Quantity.Time(value * 60),
            "h" => new Quantity.Time(value * 3600),
            "B" => new Quantity.Bytes(value),
            "KB" => new Quantity.Bytes(value * 1e3),
            "MB" => new Quantity.Bytes(value * 1e6),
            "GB" => new Quantity.Bytes(value * 1e9),
            "KiB" => new Quantity.Bytes(value * 1024),
            "MiB" => new Quantity.Bytes(value * 1024 * 1024),
            "GiB" => new Quantity.Bytes(value * 1024 * 1024 * 1024),
            _ => null,
        };
    }

    [GeneratedRegex(@"^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([%A-Za-zµ]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex NumberWithUnit();
}
