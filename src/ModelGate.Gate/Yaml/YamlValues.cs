using System.Globalization;

namespace ModelGate.Gate.Yaml;

/// <summary>
/// Reads one node as one kind of value. A value of another kind is a problem and gives null. Only plain scalars are numbers and booleans;
/// a quoted one is always text. Where text is expected, a plain number or boolean is taken as it is written.
/// </summary>
public static class YamlValues
{
    /// <param name="what">Names the value in the problem, such as <c>'group'</c>.</param>
    public static string? AsText(this YamlNode node, YamlProblems problems, string what)
    {
        if (node is YamlScalar { Tag: null, IsNull: false } scalar) return scalar.Value;
        string remedy = node is YamlMapping { IsFlow: true } ? "Put quotes around a text that starts with '{'." : "Write a text.";
        return Wrong<string>(node, problems, what, "a text", remedy);
    }

    public static bool? AsFlag(this YamlNode node, YamlProblems problems, string what) => node switch
    {
        YamlScalar { IsPlain: true, Tag: null, Value: "true" or "True" or "TRUE" } => true,
        YamlScalar { IsPlain: true, Tag: null, Value: "false" or "False" or "FALSE" } => false,
        _ => WrongValue<bool>(node, problems, what, "true or false", "Write true or false, without quotes."),
    };

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static long? AsInteger(
        this YamlNode node, YamlProblems problems, string what, long least = long.MinValue, long most = long.MaxValue)
    {
        bool isInteger = node is YamlScalar { IsPlain: true, Tag: null } scalar;
        long value = 0;
        isInteger = isInteger && long.TryParse(
            ((YamlScalar)node).Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
        if (!isInteger) return WrongValue<long>(node, problems, what, "a whole number", "Write a whole number, without quotes.");
        if (value >= least && value <= most) return value;
        return OutOfRange<long>(node, problems, what, least == long.MinValue ? null : $"{least}", most == long.MaxValue ? null : $"{most}");
    }

    /// <summary>A finite number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static double? AsNumber(
        this YamlNode node,
        YamlProblems problems,
        string what,
        double least = double.NegativeInfinity,
        double most = double.PositiveInfinity)
    {
        double value = 0;
        bool isNumber = node is YamlScalar { IsPlain: true, Tag: null } scalar
            && double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
        if (!isNumber) return WrongValue<double>(node, problems, what, "a number", "Write a number, without quotes.");
        if (value >= least && value <= most) return value;
        return OutOfRange<double>(
            node, problems, what, double.IsInfinity(least) ? null : $"{least}", double.IsInfinity(most) ? null : $"{most}");
    }

    public static YamlMapping? AsMapping(this YamlNode node, YamlProblems problems, string what) =>
        node is YamlMapping { Tag: null } mapping
            ? mapping
            : Wrong<YamlMapping>(node, problems, what, "a mapping", "Write keys and values.");

    public static YamlSequence? AsList(this YamlNode node, YamlProblems problems, string what) =>
        node is YamlSequence { Tag: null } list ? list : Wrong<YamlSequence>(node, problems, what, "a list", "Write a list: [a, b].");

    /// <summary>A list of texts; a single text is a list of one.</summary>
    public static IReadOnlyList<string>? AsTexts(this YamlNode node, YamlProblems problems, string what)
    {
        IReadOnlyList<YamlNode> items = node is YamlSequence { Tag: null } list ? list.Items : [node];
        List<string> texts = [.. items.Select(item => item.AsText(problems, what)).OfType<string>()];
        return texts.Count == items.Count ? texts : null;
    }

    private static T? Wrong<T>(YamlNode node, YamlProblems problems, string what, string expected, string remedy)
        where T : class
    {
        Report(node, problems, what, expected, remedy);
        return null;
    }

    private static T? WrongValue<T>(YamlNode node, YamlProblems problems, string what, string expected, string remedy)
        where T : struct
    {
        Report(node, problems, what, expected, remedy);
        return null;
    }

    private static void Report(YamlNode node, YamlProblems problems, string what, string expected, string remedy)
    {
        string found = node.Tag is { } tag ? $"{node.Describe()} with the tag {tag}" : node.Describe();
        problems.WrongValue(node, $"{Capital(what)} is {found}, but must be {expected}.", remedy);
    }

    private static T? OutOfRange<T>(YamlNode node, YamlProblems problems, string what, string? least, string? most)
        where T : struct
    {
        string range = (least, most) switch
        {
            ({ } low, { } high) => $"from {low} to {high}",
            ({ } low, null) => $"at least {low}",
            _ => $"at most {most}",
        };
        problems.WrongValue(node, $"{Capital(what)} is {((YamlScalar)node).Value}, but must be {range}.", "Write a value in this range.");
        return null;
    }

    private static string Capital(string what) => char.ToUpperInvariant(what[0]) + what[1..];
}
