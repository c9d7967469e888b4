using System.Text.RegularExpressions;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Python;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Filters;

/// <summary>
/// <c>multi_choice_regex</c>: as <c>regex</c>, and where that finds nothing, the text of an option (which gives its letter in brackets),
/// then a colon and a letter. The options are the document's <c>choices</c>; where that is an object, as in ARC, the names of its fields,
/// so that the second step finds little there (lm_eval/filters/extraction.py).
/// </summary>
public sealed class MultipleChoiceRegexFilter : IFilter
{
    public string Name => "multi_choice_regex";

    public FilterFunction Bind(PartArguments arguments)
    {
        string source = arguments.Text("regex_pattern") ?? @"#### (\-?[0-9\.\,]+)";
        int select = (int)(arguments.Integer("group_select") ?? 0);
        string fallback = arguments.Text("fallback") ?? "[invalid]";
        bool ignoreCase = arguments.Flag("ignore_case"), ignorePunctuation = arguments.Flag("ignore_punctuation");
        IReadOnlyList<string> ignored = arguments.Texts("regexes_to_ignore");
        arguments.RefuseOthers();
        Regex pattern = RegexFilter.Compile(source, arguments, "regex_pattern");
        Regex[] deletions = [.. ignored.Select(text => RegexFilter.Compile(text, arguments, "regexes_to_ignore"))];
        return (answers, document) =>
        {
            string[] options = [.. Options(document).Select(option => Plain(PythonText.Strip(option)))];
            return [.. answers.Select(answer => NotEmpty(RegexFilter.Extract(pattern, answer, select, document))
                ?? OptionText(options, Plain(answer), select, document)
                ?? LetterAfterColon(options.Length, answer, select, document)
                ?? fallback)];
        };

        string Plain(string text)
        {
            foreach (Regex deletion in deletions) text = deletion.Replace(text, "");
            if (ignoreCase) text = text.ToLowerInvariant();
            return ignorePunctuation ? string.Concat(text.Where(c => !char.IsPunctuation(c))) : text;
        }
    }

    private static string? OptionText(string[] options, string answer, int select, Document document)
    {
        Regex anyOption = PythonRegex.Compile(string.Join('|', options.Select(Regex.Escape)));
        string? found = NotEmpty(RegexFilter.Extract(anyOption, answer, select, document));
        return found is null ? null : Bracketed(Array.LastIndexOf(options, found)) ?? found;
    }

    private static string? LetterAfterColon(int options, string answer, int select, Document document)
    {
        IEnumerable<char> letters = Enumerable.Range(0, options).Select(i => (char)('A' + i));
        Regex pattern = PythonRegex.Compile($":\\s*({string.Join('|', letters)})");
        return NotEmpty(RegexFilter.Extract(pattern, answer, select, document)) is { } letter ? Bracketed(letter[0] - 'A') : null;
    }

    private static string? Bracketed(int option) => option < 0 ? null : $"({(char)('A' + option)})";

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static IEnumerable<string> Options(Document document) => document.Fields.GetValueOrDefault("choices") switch
    {
        IReadOnlyDictionary<string, object?> named => named.Keys,
        IReadOnlyList<object?> texts when texts.All(text => text is string) => texts.Cast<string>(),
        _ => throw new DiagnosticException(
            TaskCodes.WrongFieldValue, document.At, $"Document {document.Id} has no list of texts in the field 'choices'.",
            "Correct the document, or use the filter 'regex'."),
    };
}
