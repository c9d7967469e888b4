using System.Globalization;
using System.Numerics;

namespace ModelGate.Models.Templates.Values;

/// <summary>Numbers to text and back as Python does it.</summary>
internal static class NumberText
{
    /// <summary><c>repr(float)</c>: the shortest digits that read back the same; an exponent below 1e-4 and from 1e16 on.</summary>
    public static string Repr(double number)
    {
        if (double.IsNaN(number)) return "nan";
        if (double.IsInfinity(number)) return number > 0 ? "inf" : "-inf";
        string shortest = number.ToString("R", CultureInfo.InvariantCulture);
        string sign = double.IsNegative(number) ? "-" : "";
        (string digits, int exponent) = Decompose(shortest.TrimStart('-'));
        if (exponent is >= -4 and < 16)
        {
            return sign + (exponent < 0
                ? "0." + new string('0', -exponent - 1) + digits
                : digits.Length <= exponent + 1
                    ? digits.PadRight(exponent + 1, '0') + ".0"
                    : digits[..(exponent + 1)] + "." + digits[(exponent + 1)..]);
        }

        return sign + digits[..1] + (digits.Length > 1 ? "." + digits[1..] : "") + ExponentText(exponent);
    }

    /// <summary>Such as <c>e-05</c>: a sign and at least two digits.</summary>
    public static string ExponentText(int exponent) => $"e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";

    /// <summary>|number| rounded to decimals, exact and half to even.</summary>
    /// <param name="decimals">Digits after the point, may be negative.</param>
    /// <returns>The integer |number|·10^decimals.</returns>
    public static BigInteger ScaleExactly(double number, int decimals)
    {
        long bits = BitConverter.DoubleToInt64Bits(number);
        int exponent = (int)((bits >> 52) & 0x7FF);
        BigInteger numerator = (bits & 0xFFFFFFFFFFFFF) | (exponent == 0 ? 0 : 1L << 52);
        int power = Math.Max(exponent, 1) - 1075;
        BigInteger denominator = BigInteger.One;
        if (power >= 0) numerator <<= power;
        else denominator <<= -power;
        if (decimals >= 0) numerator *= BigInteger.Pow(10, decimals);
        else denominator *= BigInteger.Pow(10, -decimals);
        BigInteger quotient = BigInteger.DivRem(numerator, denominator, out BigInteger rest);
        int half = (rest * 2).CompareTo(denominator);
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }

    /// <summary><c>round(float, decimals)</c>.</summary>
    public static double Round(double number, int decimals)
    {
        if (!double.IsFinite(number) || decimals > 323) return number;
        if (decimals < -308) return Math.CopySign(0, number);
        string rounded = ScaleExactly(number, decimals).ToString(CultureInfo.InvariantCulture) + "E" + -decimals;
        return Math.CopySign(double.Parse(rounded, CultureInfo.InvariantCulture), number);
    }

    /// <summary><c>float(str)</c>; null where it is not a number.</summary>
    public static double? ParseFloat(string text)
    {
        string trimmed = PythonText.Strip(text, null, true, true);
        string name = trimmed.TrimStart('+', '-').ToLowerInvariant();
        if (trimmed.Length - name.Length <= 1)
        {
            double sign = trimmed.StartsWith('-') ? -1 : 1;
            if (name is "inf" or "infinity") return sign * double.PositiveInfinity;
            if (name is "nan") return double.NaN;
        }

        return HasGoodUnderscores(trimmed) && trimmed.Any(char.IsAsciiDigit) && double.TryParse(
            trimmed.Replace("_", "", StringComparison.Ordinal),
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture,
            out double value) ? value : null;
    }

    /// <summary><c>int(str, base)</c>; null where it is not an integer of this base.</summary>
    /// <param name="numberBase">2 to 36, or 0 to read the prefix.</param>
    public static long? ParseInteger(string text, long numberBase)
    {
        if (numberBase is not 0 and (< 2 or > 36)) throw TemplateFault.Operation($"A number's base is 2 to 36, not {numberBase}");
        string digits = PythonText.Strip(text, null, true, true);
        bool isNegative = digits.StartsWith('-');
        if (isNegative || digits.StartsWith('+')) digits = digits[1..];
        digits = WithoutPrefix(digits, ref numberBase);
        if (digits.Length == 0 || !HasGoodUnderscores(digits)) return null;
        Int128 value = 0;
        foreach (char digit in digits)
        {
            if (digit == '_') continue;
            int number = char.IsAsciiDigit(digit) ? digit - '0' : char.IsAsciiLetter(digit) ? (digit | 0x20) - 'a' + 10 : 36;
            if (number >= numberBase) return null;
            value = (value * numberBase) + number;
            if (value > (Int128)long.MaxValue + 1) throw Overflow();
        }

        return isNegative ? (long)-value : value <= long.MaxValue ? (long)value : throw Overflow();
    }

    public static TemplateFault Overflow() => TemplateFault.Operation("An integer leaves the range of 64 bits");

    // The prefix may be followed by an underscore, as in 0x_ff.
    private static string WithoutPrefix(string digits, ref long numberBase)
    {
        long prefix = digits.Length > 1 && digits[0] == '0'
            ? (digits[1] | 0x20) switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 0 }
            : 0;
        if (prefix != 0 && (numberBase == 0 || numberBase == prefix))
        {
            numberBase = prefix;
            return digits.Length > 2 && digits[2] == '_' ? digits[3..] : digits[2..];
        }

        if (numberBase == 0)
        {
            numberBase = 10;
            if (digits.Length > 1 && digits[0] == '0' && digits.Trim('0', '_').Length > 0) return "";
        }

        return digits;
    }

    private static bool HasGoodUnderscores(string digits)
    {
        for (int i = 0; i < digits.Length; i++)
        {
            bool isBetween = i > 0 && i + 1 < digits.Length && char.IsAsciiLetterOrDigit(digits[i - 1])
                && char.IsAsciiLetterOrDigit(digits[i + 1]);
            if (digits[i] == '_' && !isBetween) return false;
        }

        return true;
    }

    // Shortest digits without point and end zeros, and the decimal exponent of the first digit.
    private static (string Digits, int Exponent) Decompose(string shortest)
    {
        int e = shortest.IndexOf('E', StringComparison.Ordinal);
        int exponent = e < 0 ? 0 : int.Parse(shortest.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string mantissa = e < 0 ? shortest : shortest[..e];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        string digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        exponent += (point < 0 ? mantissa.Length : point) - 1;
        int zeros = digits.Length - digits.TrimStart('0').Length;
        digits = digits.Trim('0');
        return digits.Length == 0 ? ("0", 0) : (digits, exponent - zeros);
    }
}
