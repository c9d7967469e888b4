using System.Globalization;
using System.Text;

namespace ModelGate.Measurement.Accuracy.Python;

/// <summary>
/// <c>str(value)</c> and <c>repr(value)</c> of the values documents hold: how the harness writes targets and hashes them.
/// </summary>
public static class PythonRepr
{
    public static string Str(object? value) => value as string ?? Repr(value);

    public static string Repr(object? value) => value switch
    {
        null => "None",
        bool flag => flag ? "True" : "False",
        int or long => string.Create(CultureInfo.InvariantCulture, $"{value}"),
        double number => PythonFloat.Repr(number),
        string text => Quote(text),
        IReadOnlyDictionary<string, object?> fields =>
            "{" + string.Join(", ", fields.Select(field => $"{Quote(field.Key)}: {Repr(field.Value)}")) + "}",
        IReadOnlyList<object?> items => "[" + string.Join(", ", items.Select(Repr)) + "]",
        _ => throw new ArgumentException($"A value of type {value.GetType()} has no Python form.", nameof(value)),
    };

    /// <summary>Single quotes, unless the text holds one and no double quote.</summary>
    private static string Quote(string text)
    {
        char quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        StringBuilder quoted = new();
        quoted.Append(quote);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.Value == quote || rune.Value == '\\') quoted.Append('\\').Append(rune.ToString());
            else if (rune.Value == '\n') quoted.Append("\\n");
            else if (rune.Value == '\r') quoted.Append("\\r");
            else if (rune.Value == '\t') quoted.Append("\\t");
            else if (IsPrintable(rune)) quoted.Append(rune.ToString());
            else quoted.Append(Escape(rune.Value));
        }

        return quoted.Append(quote).ToString();
    }

    private static string Escape(int value) => value switch
    {
        < 0x100 => $"\\x{value:x2}",
        < 0x10000 => $"\\u{value:x4}",
        _ => $"\\U{value:x8}",
    };

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator);
}
