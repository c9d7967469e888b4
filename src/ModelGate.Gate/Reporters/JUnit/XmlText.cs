using System.Text;
using System.Xml;

namespace ModelGate.Gate.Reporters.JUnit;

/// <summary>Foreign text in XML 1.0, which has no way to write most control characters.</summary>
internal static class XmlText
{
    /// <summary>Characters that XML cannot hold, lone surrogates too, become U+FFFD.</summary>
    public static string Valid(string text)
    {
        int first = 0;
        while (first < text.Length && XmlConvert.IsXmlChar(text[first])) first++;
        if (first == text.Length) return text;
        var valid = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]))
            {
                valid.Append(text[i]);
            }
            else if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            {
                valid.Append(text, i++, 2);
            }
            else
            {
                valid.Append('\uFFFD');
            }
        }

        return valid.ToString();
    }
}
