using System.Text;

namespace ModelGate.Gate.Reporters;

/// <summary>Foreign text in GitHub-flavoured Markdown.</summary>
internal static class MarkdownText
{
    /// <summary>Model text must not end a cell, start markup, mention somebody or refer to an issue.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char character in text)
        {
            switch (character)
            {
                case '|' or '*' or '_' or '`' or '\\' or '~' or '[' or ']':
                    escaped.Append('\\').Append(character);
                    break;
                case '<':
                    escaped.Append("&lt;");
                    break;
                case '>':
                    escaped.Append("&gt;");
                    break;
                case '&':
                    escaped.Append("&amp;");
                    break;
                case '@' or '#':
                    escaped.Append(character).Append('\u200B');
                    break;
                case '\n' or '\r':
                    escaped.Append(' ');
                    break;
                default:
                    escaped.Append(character);
                    break;
            }
        }

        return escaped.ToString();
    }
}
