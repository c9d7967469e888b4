using System.Globalization;
using ModelGate.Gate.Records;

namespace ModelGate.Gate.Reporters;

/// <summary>A record's numbers for the cells of narrow tables, by unit; none breaks between number and unit.</summary>
internal static class MeasuredText
{
    /// <summary>No-break space.</summary>
    private const string Space = "\u00A0";

    public static string Value(MeasuredRecord measured) => measured.Unit switch
    {
        "Percent" => Value("Percent", measured.Value, 1),
        "Ratio" => Value("Ratio", measured.Value, 4),
        "QueriesPerUsd" => Whole(measured.Value) + "/USD",
        "TokensPerSecond" => Whole(measured.Value) + $"{Space}tokens/s",
        "Nats" => Number(measured.Value, 5) + $"{Space}nats",
        "Seconds" => Seconds(measured.Value),
        _ => Number(measured.Value, 4),
    };

    /// <param name="value">In the record's scale; a percentage is a fraction of 1.</param>
    public static string Value(string unit, double value, int decimals) =>
        unit == "Percent" ? Number(value * 100, decimals) + $"{Space}%" : Number(value, decimals);

    /// <summary>Such as <c>95.3–96.9</c>; empty where nothing bounds the value.</summary>
    public static string Bounds(MeasuredRecord measured)
    {
        (double scale, int decimals) = measured.Unit switch { "Percent" => (100.0, 1), "Nats" => (1, 5), _ => (1, 4) };
        return measured is { Low: { } low, High: { } high } ? $"{Number(low * scale, decimals)}–{Number(high * scale, decimals)}" : "";
    }

    /// <summary>With its sign: <c>+0.3</c>, <c>−0.0012</c>, and <c>±0</c> where nothing changed at all.</summary>
    public static string Difference(string unit, double difference)
    {
        if (difference == 0) return "±0";
        (double scale, int decimals) = unit switch
        {
            "Percent" => (100.0, 1), "Nats" => (1, 5), "Ratio" => (1, 4), "Seconds" => (1000, 1), _ => (1, 0),
        };
        string text = Math.Abs(difference * scale).ToString("N" + decimals, CultureInfo.InvariantCulture);
        return $"{(difference < 0 ? "−" : "+")}{text}{(unit == "Seconds" ? $"{Space}ms" : "")}";
    }

    private static string Seconds(double value) => value < 1
        ? (value * 1000).ToString(value < 0.01 ? "F2" : value < 0.1 ? "F1" : "F0", CultureInfo.InvariantCulture) + $"{Space}ms"
        : Number(value, 2) + $"{Space}s";

    private static string Number(double value, int decimals) => value.ToString("F" + decimals, CultureInfo.InvariantCulture);

    private static string Whole(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
