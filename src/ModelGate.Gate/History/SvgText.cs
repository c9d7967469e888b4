using System.Globalization;
using System.Xml.Linq;
using ModelGate.Gate.Reporters;

namespace ModelGate.Gate.History;

/// <summary>Elements of the small drawings here. What is foreign is a text node, so that it cannot become markup.</summary>
internal static class SvgText
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>Attributes by <c>name, value, name, value</c>; numbers are written without a culture.</summary>
    public static XElement Element(string name, params ReadOnlySpan<object> attributes)
    {
        var element = new XElement(Svg + name);
        for (int i = 0; i < attributes.Length; i += 2)
        {
            object value = attributes[i + 1] is double number ? Math.Round(number, 2) : attributes[i + 1];
            element.Add(new XAttribute((string)attributes[i], Convert.ToString(value, CultureInfo.InvariantCulture)!));
        }

        return element;
    }

    public static XElement With(this XElement element, params IEnumerable<XElement> children)
    {
        element.Add(children);
        return element;
    }

    public static XElement Saying(this XElement element, string text)
    {
        element.Add(new XText(MarkdownText.Visible(text)));
        return element;
    }

    /// <summary>A drawing that a screen reader announces by its title and description.</summary>
    public static XElement Drawing(double width, double height, string title, string description, string style) => Element(
        "svg", "width", width, "height", height, "viewBox", FormattableString.Invariant($"0 0 {width} {height}"), "role", "img",
        "aria-labelledby", "title desc").With(
        Element("title", "id", "title").Saying(title), Element("desc", "id", "desc").Saying(description),
        Element("style").Saying(style));

    public static string Write(XElement drawing) => drawing.ToString() + "\n";
}
