using System.Text.RegularExpressions;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Python;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Filters;

/// <summary>
/// <c>regex</c>: of all matches the one at <c>group_select</c> (0 first, −1 last); with several groups the first that is not empty;
/// stripped. No such match gives <c>fallback</c>.
/// </summary>
public sealed class RegexFilter : IFilter
{
    public string Name => "regex";

    public FilterFunction Bind(PartArguments arguments)
    {
        string source = arguments.Text("regex_pattern") ?? @"#### (\-?[0-9\.\,]+)";
        int select = (int)(arguments.Integer("group_select") ?? 0);
        string fallback = arguments.Text("fallback") ?? "[invalid]";
        arguments.RefuseOthers();
        Regex pattern = Compile(source, arguments, "regex_pattern");
        return (answers, document) => [.. answers.Select(answer => Extract(pattern, answer, select, document) ?? fallback)];
    }

    /// <summary>Null where there is no match at <paramref name="select"/>, or it has several groups and all are empty.</summary>
    internal static string? Extract(Regex pattern, string answer, int select, Document document)
    {
        try
        {
            MatchCollection matches = pattern.Matches(answer);
            int index = select < 0 ? matches.Count + select : select;
            if (index < 0 || index >= matches.Count) return null;
            GroupCollection groups = matches[index].Groups;
            if (groups.Count == 1) return PythonText.Strip(matches[index].Value);
            if (groups.Count == 2) return PythonText.Strip(groups[1].Value);
            string? found = groups.Values.Skip(1).Select(group => group.Value).FirstOrDefault(value => value.Length > 0);
            return found is null ? null : PythonText.Strip(found);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new DiagnosticException(
                TaskCodes.SlowPattern, document.At, $"The pattern '{pattern}' does not come to an end on an answer to this document.",
                "Write the pattern without nested repetition.");
        }
    }

    internal static Regex Compile(string source, PartArguments arguments, string name)
    {
        try
        {
            return PythonRegex.Compile(source);
        }
        catch (RegexParseException error)
        {
            throw new DiagnosticException(
                TaskCodes.WrongValue, arguments.PlaceOf(name), $"This is not a pattern: {error.Message}",
                "Correct the pattern.");
        }
    }
}
