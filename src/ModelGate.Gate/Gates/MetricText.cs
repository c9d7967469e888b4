using System.Globalization;
using ModelGate.Measurement;

namespace ModelGate.Gate.Gates;

/// <summary>A metric's number for people. Rounding is for display only; decisions compare exact values.</summary>
public static class MetricText
{
    public static string Of(Metric metric, double value) => double.IsInfinity(value) ? (value > 0 ? "∞" : "−∞") : metric.Unit switch
    {
        MetricUnit.Percent => Digits(value * 100, 2) + " %",
        MetricUnit.Ratio => Digits(value, 4),
        MetricUnit.Nats => Significant(value) + " nats",
        MetricUnit.Seconds => value < 1 ? Significant(value * 1000) + " ms" : Significant(value) + " s",
        MetricUnit.TokensPerSecond => Significant(value) + " tokens/s",
        MetricUnit.QueriesPerUsd => Significant(value) + " queries/USD",
        _ => throw new ArgumentOutOfRangeException(nameof(metric)),
    };

    /// <summary>
    /// Value beside a limit with as many digits as it takes to show on which side it lies: 98.996 % never reads as 99.00 %.
    /// </summary>
    public static string Beside(Metric metric, double value, double limit)
    {
        if (value == limit || Of(metric, value) != Of(metric, limit)) return Of(metric, value);
        double scale = metric.Unit == MetricUnit.Percent ? 100 : 1;
        string unit = metric.Unit == MetricUnit.Percent ? " %" : "";
        for (int digits = 3; digits < 15; digits++)
        {
            string text = Digits(value * scale, digits);
            if (text != Digits(limit * scale, digits)) return text + unit;
        }

        return (value * scale).ToString("R", CultureInfo.InvariantCulture) + unit;
    }

    private static string Digits(double value, int digits) => value.ToString("F" + digits, CultureInfo.InvariantCulture);

    /// <summary>Three significant digits, or whole numbers above 1000.</summary>
    private static string Significant(double value)
    {
        if (value == 0) return "0";
        int decimals = Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 12);
        return Digits(value, decimals);
    }
}
