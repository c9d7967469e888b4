using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace ModelGate.Gate.Reporters.Html;

/// <summary>
/// A piece of HTML. Text comes in only through the holes of <see cref="Of"/>, and a hole that is no markup itself is escaped, so that
/// the names and answers of models stay text wherever they are written.
/// </summary>
internal sealed class Markup
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);

    private readonly string text;

    private Markup(string text) => this.text = text;

    public static Markup Empty { get; } = new("");

    public static Markup Of(Template template) => new(template.Text);

    public static Markup Join(IEnumerable<Markup> parts) => new(string.Concat(parts));

    /// <summary>Text of our own that is not to be escaped: a script or a style sheet.</summary>
    public static Markup Raw(string trusted) => new(trusted);

    public override string ToString() => text;

    /// <summary>An interpolated string whose literal parts are markup and whose holes are text.</summary>
    [InterpolatedStringHandler]
    internal readonly struct Template(int literalLength, int formattedCount)
    {
        private readonly StringBuilder builder = new(literalLength + (16 * formattedCount));

        public string Text => builder.ToString();

        public void AppendLiteral(string literal) => builder.Append(literal);

        public void AppendFormatted(Markup? markup) => builder.Append(markup?.text);

        public void AppendFormatted(string? foreign) => builder.Append(foreign is null ? "" : Encoder.Encode(foreign));

        public void AppendFormatted(int number) => builder.Append(System.Globalization.CultureInfo.InvariantCulture, $"{number}");

        public void AppendFormatted(IEnumerable<Markup> parts)
        {
            foreach (Markup part in parts) builder.Append(part.text);
        }
    }
}
