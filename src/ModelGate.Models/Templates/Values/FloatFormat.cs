using System.Globalization;
using System.Numerics;

namespace ModelGate.Models.Templates.Values;

/// <summary>The conversions f, e, g and % of Python for a magnitude (not negative); decimal digits are exact, ties go to even.</summary>
internal static class FloatFormat
{
    /// <summary>The digits without a sign.</summary>
    /// <param name="type">One of f F e E g G %; NUL is g with a digit after the point.</param>
    /// <param name="precision">Digits after the point, of all digits for g.</param>
    /// <param name="isAlternate">Keeps the point, and g's zeros.</param>
    public static string Format(double magnitude, char type, int precision, bool isAlternate)
    {
        if (!double.IsFinite(magnitude))
        {
            string name = double.IsNaN(magnitude) ? "nan" : "inf";
            return (char.IsAsciiLetterUpper(type) ? name.ToUpperInvariant() : name) + (type == '%' ? "%" : "");
        }

        string text = char.ToLowerInvariant(type) switch
        {
            'f' => Fixed(magnitude, precision, isAlternate),
            '%' => Fixed(magnitude * 100, precision, isAlternate) + "%",
            'e' => Scientific(magnitude, precision, isAlternate),
            '\0' => General(magnitude, Math.Max(precision, 1), isAlternate, keepsDigit: true),
            _ => General(magnitude, Math.Max(precision, 1), isAlternate, keepsDigit: false),
        };
        return type is 'E' or 'G' ? text.ToUpperInvariant() : text;
    }

    private static string Fixed(double magnitude, int precision, bool isAlternate) =>
        WithPoint(NumberText.ScaleExactly(magnitude, precision).ToString(CultureInfo.InvariantCulture), precision, isAlternate);

    private static string Scientific(double magnitude, int precision, bool isAlternate)
    {
        (string digits, int exponent) = Digits(magnitude, precision + 1);
        return WithPoint(digits, precision, isAlternate) + NumberText.ExponentText(exponent);
    }

    private static string General(double magnitude, int precision, bool isAlternate, bool keepsDigit)
    {
        (string digits, int exponent) = Digits(magnitude, precision);
        bool isScientific = exponent < -4 || exponent >= (keepsDigit ? precision - 1 : precision);
        int decimals = isScientific ? precision - 1 : precision - 1 - exponent;
        string text = WithPoint(digits, decimals, isAlternate);
        if (!isAlternate && text.Contains('.', StringComparison.Ordinal)) text = text.TrimEnd('0').TrimEnd('.');
        if (isScientific) return text + NumberText.ExponentText(exponent);
        return keepsDigit && !text.Contains('.', StringComparison.Ordinal) ? text + ".0" : text;
    }

    // The first digits of a magnitude, rounded, and the decimal exponent of the first.
    private static (string Digits, int Exponent) Digits(double magnitude, int count)
    {
        if (magnitude == 0) return (new string('0', count), 0);
        int exponent = (int)Math.Floor(Math.Log10(magnitude));
        while (true)
        {
            BigInteger scaled = NumberText.ScaleExactly(magnitude, count - 1 - exponent);
            string digits = scaled.ToString(CultureInfo.InvariantCulture);
            if (digits.Length == count) return (digits, exponent);
            exponent += digits.Length > count ? 1 : -1;
        }
    }

    private static string WithPoint(string digits, int decimals, bool isAlternate)
    {
        digits = digits.PadLeft(decimals + 1, '0');
        return decimals > 0 ? digits[..^decimals] + "." + digits[^decimals..] : digits + (isAlternate ? "." : "");
    }
}
