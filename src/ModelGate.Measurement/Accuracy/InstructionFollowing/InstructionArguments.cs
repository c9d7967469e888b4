using System.Text;
using System.Text.RegularExpressions;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.InstructionFollowing.Languages;
using ModelGate.Measurement.Accuracy.Python;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.InstructionFollowing;

/// <summary>
/// Reads the arguments of one instruction and keeps what is wrong with them. As in the harness, null, 0, false and empty values are missing
/// ones; where the harness then draws an argument at random, here it is a mistake of the document.
/// </summary>
internal sealed class InstructionArguments(Document document, string id, IReadOnlyDictionary<string, object?> values)
{
    private readonly HashSet<string> _known = [];
    private readonly List<Diagnostic> _problems = [];

    public IReadOnlyList<Diagnostic> Problems => _problems;

    /// <summary>A whole number from 1. Files that came through a data frame have it as 3.0.</summary>
    public int Count(string name, int most = int.MaxValue) => Find(name) switch
    {
        long whole when whole > 0 && whole <= most => (int)whole,
        double number when number > 0 && number <= most && double.IsInteger(number) => (int)number,
        var other => Wrong(name, other, most == int.MaxValue ? "a whole number above 0" : $"a whole number from 1 to {most}", 1),
    };

    public CountBound Bound(string count, string relation) => new(Text(relation) switch
    {
        "at least" => true,
        "less than" or "" => false,
        var other => Wrong(relation, other, "'at least' or 'less than'", false),
    }, Count(count));

    /// <summary>Empty, and a problem, where it is missing.</summary>
    public string Text(string name) => Find(name) is string text ? text : Wrong(name, Find(name), "a text", "");

    public IReadOnlyList<string> Texts(string name) => Find(name) is IReadOnlyList<object?> { Count: > 0 } items
        && items.All(item => item is string)
        ? [.. items.Cast<string>()]
        : Wrong<IReadOnlyList<string>>(name, Find(name), "a list of texts", []);

    /// <summary>One character, in lower case.</summary>
    public Rune Letter(string name)
    {
        Rune[] characters = [.. PythonCase.Lower(Find(name) as string ?? "").EnumerateRunes()];
        return characters is [var letter] ? letter : Wrong(name, Find(name), "one character", default(Rune));
    }

    /// <summary>A language that <see cref="LanguageDetector"/> can tell.</summary>
    public string Language(string name)
    {
        string language = Text(name);
        if (language.Length == 0 || LanguageDetector.BuiltIn.Languages.Contains(language)) return language;
        return Wrong(name, language, $"one of {string.Join(", ", LanguageDetector.BuiltIn.Languages)}", language);
    }

    /// <param name="name">The argument that the pattern is made of.</param>
    public Regex Pattern(string name, string pattern)
    {
        try
        {
            return PythonRegex.Compile(pattern);
        }
        catch (RegexParseException error)
        {
            return Wrong(name, pattern, $"a pattern ({error.Message})", NoPattern);
        }
    }

    /// <summary>Reports arguments that were not asked for.</summary>
    public void RefuseOthers()
    {
        foreach (string name in values.Keys.Where(name => !_known.Contains(name) && Find(name) is not null).ToArray())
        {
            Report($"The instruction {id} has no argument '{name}'.", "Remove it.");
        }
    }

    private static Regex NoPattern { get; } = new("");

    private object? Find(string name)
    {
        _known.Add(name);
        return values.GetValueOrDefault(name) switch
        {
            0L or 0.0 or false or "" or IReadOnlyList<object?> { Count: 0 } => null,
            var value => value,
        };
    }

    private T Wrong<T>(string name, object? value, string expected, T substitute)
    {
        if (value is null)
        {
            Report(
                $"The instruction {id} lacks its argument '{name}'; lm-evaluation-harness would draw one at random.", $"Give {expected}.");
        }
        else Report($"The argument '{name}' of the instruction {id} must be {expected}.", "Correct the value.");

        return substitute;
    }

    private void Report(string problem, string remedy) =>
        _problems.Add(new(TaskCodes.WrongFieldValue, document.At, problem, remedy));
}
