using System.Globalization;

namespace ModelGate.Gate.Reporters.Html.Sections;

/// <summary>Numbers and tones as the page writes them.</summary>
internal static class Words
{
    public static string Class(Tone tone) => tone.ToString().ToLowerInvariant();

    /// <summary>Says without colour what the colour says.</summary>
    public static string Mark(Tone tone) => tone switch { Tone.Good => "✔", Tone.Bad => "✘", Tone.Doubtful => "?", _ => "•" };

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>Three significant digits of a share, such as <c>0.0412 %</c>.</summary>
    public static string Share(double? share) => share switch
    {
        null => "–",
        0 => "0 %",
        { } value => (value * 100).ToString(value < 1e-5 ? "0.00E0" : "G3", CultureInfo.InvariantCulture) + " %",
    };
}
