using System.Text;
using System.Text.RegularExpressions;
using ModelGate.Models.Templates.Evaluation;
using ModelGate.Models.Templates.Values;

namespace ModelGate.Models.Templates.Filters;

/// <summary>The harness's <c>regex_replace(pattern, repl, count=0)</c>: Python's <c>re.sub</c>.</summary>
internal static class RegexFilter
{
    public const string Name = "regex_replace";

    private static readonly TimeSpan s_longestMatch = TimeSpan.FromSeconds(5);

    public static Value Apply(Runtime runtime, Value input, Arguments arguments)
    {
        Value?[] bound = arguments.Bind(Name, 2, "pattern", "repl", "count");
        string text = TextMethods.RequireText(input, "The input of `regex_replace`");
        string pattern = TextMethods.RequireText(bound[0]!, "`pattern`");
        string replacement = TextMethods.RequireText(bound[1]!, "`repl`");
        long count = bound[2] is null ? 0 : Numbers.RequireInteger(bound[2]!, "`count`");
        try
        {
            Regex regex = new(ToDotNet(pattern), RegexOptions.CultureInvariant, s_longestMatch);
            string result = regex.Replace(text, match => Expand(replacement, match), count <= 0 ? -1 : (int)Math.Min(count, int.MaxValue));
            return Value.Of(runtime.Budget.Charge(result));
        }
        catch (RegexParseException error)
        {
            throw TemplateFault.Operation($"The pattern `{pattern}` is not a regular expression: {error.Message.TrimEnd('.')}");
        }
        catch (RegexMatchTimeoutException)
        {
            throw TemplateFault.Limit($"The pattern `{pattern}` takes too long");
        }
    }

    // Python names groups (?P<name>…) and refers to them by (?P=name); its \Z is .NET's \z.
    private static string ToDotNet(string pattern) => Regex.Replace(
        pattern, @"\\(?<escape>[\s\S])|\(\?P<|\(\?P=(?<name>\w+)\)",
        match => match.Groups["name"].Success ? $@"\k<{match.Groups["name"].Value}>"
            : match.Value == "(?P<" ? "(?<"
            : match.Value == @"\Z" ? @"\z"
            : match.Value);

    // \1, \g<1>, \g<name>, \n and the other escapes of letters; a group that did not take part is empty.
    private static string Expand(string replacement, Match match)
    {
        StringBuilder result = new();
        for (int i = 0; i < replacement.Length; i++)
        {
            if (replacement[i] != '\\' || i + 1 == replacement.Length)
            {
                result.Append(replacement[i]);
                continue;
            }

            char next = replacement[++i];
            int close = next == 'g' ? replacement.IndexOf('>', i) : -1;
            if (char.IsAsciiDigit(next) && next != '0')
            {
                int end = i + 1 < replacement.Length && char.IsAsciiDigit(replacement[i + 1]) ? i + 2 : i + 1;
                result.Append(GroupOf(match, replacement[i..end]));
                i = end - 1;
            }
            else if (close > i + 2 && replacement[i + 1] == '<')
            {
                result.Append(GroupOf(match, replacement[(i + 2)..close]));
                i = close;
            }
            else
            {
                int known = "\\abfnrtv0".IndexOf(next, StringComparison.Ordinal);
                if (known < 0 && char.IsAsciiLetterOrDigit(next))
                {
                    throw TemplateFault.Operation($"`regex_replace` knows no escape `\\{next}` in `repl`");
                }

                result.Append(known < 0 ? "\\" + next : "\\\a\b\f\n\r\t\v\0"[known].ToString());
            }
        }

        return result.ToString();
    }

    private static string GroupOf(Match match, string name)
    {
        Group group = match.Groups[name];
        bool exists = int.TryParse(name, out int number) ? number < match.Groups.Count : match.Groups.ContainsKey(name);
        return exists
            ? group.Value
            : throw TemplateFault.Operation($"`repl` refers to the group `{name}`, which the pattern does not have");
    }
}
