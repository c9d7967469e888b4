using System.Globalization;
using System.Text;

namespace ModelGate.Models.Templates.Evaluation;

/// <summary>C's <c>strftime</c> in the C locale, with glibc's <c>%-d</c> that leaves the padding out.</summary>
internal static class DateText
{
    public static string Format(DateTimeOffset time, string format)
    {
        StringBuilder text = new();
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                text.Append(format[i]);
                continue;
            }

            bool isBare = i + 1 < format.Length && format[i + 1] == '-';
            if (isBare) i++;
            if (++i >= format.Length) throw TemplateFault.Operation("A date format ends in `%`");
            string field = Field(time, format[i]);
            text.Append(isBare && field.TrimStart('0', ' ') is { Length: > 0 } bare ? bare : isBare ? "0" : field);
        }

        return text.ToString();
    }

    private static string Field(DateTimeOffset time, char directive) => directive switch
    {
        'a' => Standard(time, "ddd"),
        'A' => Standard(time, "dddd"),
        'b' or 'h' => Standard(time, "MMM"),
        'B' => Standard(time, "MMMM"),
        'c' => $"{Standard(time, "ddd MMM")} {time.Day,2} {Standard(time, "HH:mm:ss yyyy")}",
        'C' => $"{time.Year / 100:00}",
        'd' => $"{time.Day:00}",
        'D' or 'x' => Standard(time, "MM'/'dd'/'yy"),
        'e' => $"{time.Day,2}",
        'f' => Standard(time, "ffffff"),
        'F' => Standard(time, "yyyy-MM-dd"),
        'G' => $"{ISOWeek.GetYear(time.DateTime)}",
        'H' => $"{time.Hour:00}",
        'I' => $"{((time.Hour + 11) % 12) + 1:00}",
        'j' => $"{time.DayOfYear:000}",
        'k' => $"{time.Hour,2}",
        'l' => $"{((time.Hour + 11) % 12) + 1,2}",
        'm' => $"{time.Month:00}",
        'M' => $"{time.Minute:00}",
        'n' => "\n",
        'p' => time.Hour < 12 ? "AM" : "PM",
        'r' => $"{((time.Hour + 11) % 12) + 1:00}:{time.Minute:00}:{time.Second:00} {(time.Hour < 12 ? "AM" : "PM")}",
        'R' => Standard(time, "HH:mm"),
        's' => $"{time.ToUnixTimeSeconds()}",
        'S' => $"{time.Second:00}",
        't' => "\t",
        'T' or 'X' => Standard(time, "HH:mm:ss"),
        'u' => $"{(((int)time.DayOfWeek + 6) % 7) + 1}",
        'U' => $"{(time.DayOfYear + 6 - (int)time.DayOfWeek) / 7:00}",
        'V' => $"{ISOWeek.GetWeekOfYear(time.DateTime):00}",
        'w' => $"{(int)time.DayOfWeek}",
        'W' => $"{(time.DayOfYear + 6 - (((int)time.DayOfWeek + 6) % 7)) / 7:00}",
        'y' => $"{time.Year % 100:00}",
        'Y' => $"{time.Year}",
        // Python's now() knows no time zone and prints none.
        'z' or 'Z' => "",
        '%' => "%",
        _ => throw TemplateFault.Operation($"The date format `%{directive}` is not known"),
    };

    private static string Standard(DateTimeOffset time, string format) => time.ToString(format, CultureInfo.InvariantCulture);
}
