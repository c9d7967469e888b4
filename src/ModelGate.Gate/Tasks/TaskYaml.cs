using System.Globalization;
using ModelGate.Gate.Yaml;
using ModelGate.Measurement.Accuracy;

namespace ModelGate.Gate.Tasks;

/// <summary>Task files as YAML: the codes of their mistakes, and their nodes as plain values.</summary>
internal static class TaskYaml
{
    public const string FunctionTag = "!function";

    /// <summary>The key of ours in the harness's vocabulary.</summary>
    public const string Gating = "quantgate";

    public static YamlCodes Codes { get; } = new(
        TaskCodes.Syntax, TaskCodes.DuplicateKey, TaskCodes.UnknownKey, TaskCodes.MissingKey, TaskCodes.WrongValue);

    /// <summary>
    /// null, bool, long, double, string, a list or an ordered dictionary; a tagged value is its text with the tag in front.
    /// </summary>
    public static object? ToValue(YamlNode node) => node switch
    {
        YamlScalar { Tag: { } tag } scalar => $"{tag} {scalar.Value}",
        YamlScalar { IsPlain: false } scalar => scalar.Value,
        YamlScalar scalar => PlainValue(scalar),
        YamlSequence sequence => sequence.Items.Select(ToValue).ToList(),
        YamlMapping mapping => ToFields(mapping),
        _ => throw new InvalidOperationException(),
    };

    public static OrderedDictionary<string, object?> ToFields(YamlMapping mapping)
    {
        OrderedDictionary<string, object?> fields = new(StringComparer.Ordinal);
        foreach (YamlEntry entry in mapping.Entries) fields.Add(entry.Key.Value, ToValue(entry.Value));
        return fields;
    }

    /// <summary>Whether PyYAML would read this plain scalar as something else than a text.</summary>
    public static bool IsNotText(YamlScalar scalar) =>
        scalar is { IsPlain: true, Tag: null }
        && (PlainValue(scalar) is not string || scalar.Value.ToLowerInvariant() is "yes" or "no" or "on" or "off");

    /// <summary>Every value below with <c>!function</c>, and the key it stands under.</summary>
    public static IEnumerable<(string Key, YamlScalar Value)> Functions(YamlMapping mapping) =>
        mapping.Entries.SelectMany(entry => Functions(entry.Key.Value, entry.Value));

    private static IEnumerable<(string Key, YamlScalar Value)> Functions(string key, YamlNode node) => node switch
    {
        YamlScalar { Tag: FunctionTag } scalar => [(key, scalar)],
        YamlSequence sequence => sequence.Items.SelectMany(item => Functions(key, item)),
        YamlMapping mapping => Functions(mapping),
        _ => [],
    };

    private static object? PlainValue(YamlScalar scalar)
    {
        if (scalar.IsNull) return null;
        if (scalar.Value is "true" or "True" or "TRUE") return true;
        if (scalar.Value is "false" or "False" or "FALSE") return false;
        if (long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole)) return whole;
        bool startsLikeNumber = scalar.Value.TrimStart('+', '-') is [>= '0' and <= '9' or '.', ..];
        return startsLikeNumber && double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number : scalar.Value;
    }
}
