using System.Text;
using System.Text.RegularExpressions;
using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.InstructionFollowing.Sentences;

/// <summary>A piece of text between white space and punctuation, with what <see cref="SentenceSplitter"/> finds out about it.</summary>
internal sealed partial class PunktToken(string text)
{
    /// <summary>The type of all numbers.</summary>
    public const string Number = "##number##";

    public string Text { get; } = text;

    /// <summary>Lower-cased, one type for all numbers.</summary>
    public string Type { get; } = Numeric().Replace(PythonCase.Lower(text), Number);

    public bool EndsSentence { get; set; }

    public bool IsAbbreviation { get; set; }

    public bool EndsWithPeriod => Text.EndsWith('.');

    public bool IsEllipsis => Dots().IsMatch(Text);

    /// <summary>A letter and a period.</summary>
    public bool IsInitial => Initial().IsMatch(Text);

    public bool StartsUpper => PythonCase.IsUpper(First);

    public bool StartsLower => PythonCase.IsLower(First);

    public string TypeWithoutPeriod => Type.Length > 1 && Type[^1] == '.' ? Type[..^1] : Type;

    public string TypeWithoutSentencePeriod => EndsSentence ? TypeWithoutPeriod : Type;

    private Rune First => Text.EnumerateRunes().First();

    [GeneratedRegex(@"^-?[.,]?\d[\d,.-]*\.?$", RegexOptions.CultureInvariant)]
    private static partial Regex Numeric();

    [GeneratedRegex(@"^\.\.+$", RegexOptions.CultureInvariant)]
    private static partial Regex Dots();

    [GeneratedRegex(@"^[\p{L}\p{Nl}\p{No}_]\.$", RegexOptions.CultureInvariant)]
    private static partial Regex Initial();
}
