using System.Text.RegularExpressions;
using ModelGate.Gate.Yaml;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Prompts;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Templates;

namespace ModelGate.Gate.Tasks;

/// <summary>
/// One file that stands for many tasks: <c>quantgate: {for-each: {subject: [anatomy, …]}}</c>, or a list of such mappings of names to
/// values. In every text of the file, <c>${subject}</c> gives way to the value; between the braces stands any Jinja expression.
/// </summary>
internal static partial class ForEach
{
    public const string Key = "for-each";

    /// <returns>One mapping for each combination of values, without the key; the file itself where it has none.</returns>
    /// <exception cref="DiagnosticException">The key, or an expression, is wrong.</exception>
    public static IReadOnlyList<YamlMapping> Expand(YamlMapping file)
    {
        if (file[TaskYaml.Gating] is not YamlMapping gating || gating[Key] is not { } values) return [file];
        YamlMapping bare = file.With(TaskYaml.Gating, gating.Without(Key));
        return [.. Combinations(values).Select(variables => (YamlMapping)Filled(bare, variables))];
    }

    private static IReadOnlyList<IReadOnlyDictionary<string, object?>> Combinations(YamlNode values)
    {
        List<Dictionary<string, object?>> combinations = [];
        switch (values)
        {
            case YamlSequence { Items.Count: > 0 } list:
                foreach (YamlNode item in list.Items)
                {
                    if (item is not YamlMapping names) throw Wrong(item);
                    combinations.Add(names.Entries.ToDictionary(entry => entry.Key.Value, entry => Value(entry.Value)));
                }

                return combinations;
            case YamlMapping { Entries.Count: > 0 } byName:
                combinations.Add([]);
                foreach (YamlEntry name in byName.Entries)
                {
                    if (name.Value is not YamlSequence { Items.Count: > 0 } several) throw Wrong(name.Value);
                    combinations = [.. combinations.SelectMany(one => several.Items.Select(
                        value => new Dictionary<string, object?>(one) { [name.Key.Value] = Value(value) }))];
                }

                return combinations;
            default: throw Wrong(values);
        }
    }

    private static object? Value(YamlNode node) => node is YamlScalar { Tag: null } scalar ? TaskYaml.ToValue(scalar) : throw Wrong(node);

    private static YamlNode Filled(YamlNode node, IReadOnlyDictionary<string, object?> variables) => node switch
    {
        YamlScalar scalar => scalar.With(Placeholder().Replace(scalar.Value, match => Printed(match, scalar, variables))),
        YamlSequence sequence => sequence.With([.. sequence.Items.Select(item => Filled(item, variables))]),
        YamlMapping mapping => mapping.With(
            [.. mapping.Entries.Select(entry => entry with { Value = Filled(entry.Value, variables) })]),
        _ => node,
    };

    private static string Printed(Match placeholder, YamlScalar scalar, IReadOnlyDictionary<string, object?> variables)
    {
        try
        {
            return JinjaTemplate.Parse($"{{{{{placeholder.Groups[1].Value}}}}}", scalar.ContentAt, TaskTemplates.Options).Render(variables);
        }
        catch (DiagnosticException error)
        {
            throw new DiagnosticException(
                TaskCodes.WrongValue, scalar.At, $"'{placeholder.Value}' fails: {error.Diagnostics[0].Problem}",
                $"Use the names under '{Key}': {string.Join(", ", variables.Keys)}.");
        }
    }

    private static DiagnosticException Wrong(YamlNode node) => new(
        TaskCodes.WrongValue, node.At, $"'{Key}' holds {node.Describe()}, which is not what a name stands for in turn.",
        "Write '{name: [value, …]}', or a list of '{name: value, …}'.");

    [GeneratedRegex(@"\$\{([^{}]+)\}")]
    private static partial Regex Placeholder();
}
