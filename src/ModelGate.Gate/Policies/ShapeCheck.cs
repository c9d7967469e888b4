using System.Globalization;
using System.Text.RegularExpressions;
using ModelGate.Gate.Yaml;

namespace ModelGate.Gate.Policies;

/// <summary>
/// Compares a YAML tree with a <see cref="ValueSpec"/> and reports every difference. A tree that passes can be read without further
/// questions of form: each value is of the kind its key says.
/// </summary>
internal sealed class ShapeCheck(YamlProblems problems)
{
    public void Check(YamlNode node, ValueSpec spec, string what)
    {
        switch (spec)
        {
            case ValueSpec.Text or ValueSpec.OpenChoice:
                node.AsText(problems, what);
                break;
            case ValueSpec.Pattern:
                CheckPattern(node, what);
                break;
            case ValueSpec.Choice choice:
                CheckChoice(node, choice, what);
                break;
            case ValueSpec.Integer integer:
                node.AsInteger(problems, what, integer.Minimum, integer.Maximum);
                break;
            case ValueSpec.Number number:
                node.AsNumber(problems, what, number.Minimum, number.Maximum);
                break;
            case ValueSpec.Strength:
                bool isSwitch = node is YamlScalar { Tag: null } s
                    && (s.IsNull || (s.IsPlain && s.Value is "true" or "True" or "TRUE" or "false" or "False" or "FALSE"));
                if (!isSwitch) node.AsNumber(problems, what, 0, 1);
                break;
            case ValueSpec.Percentage:
                CheckUnit<Quantity.Percent>(node, what, "a percentage", "Write a percentage with its sign, such as 99% or 0.5%.");
                break;
            case ValueSpec.Duration:
                CheckDuration(node, what);
                break;
            case ValueSpec.Quantity:
                CheckUnit<Quantity>(node, what, "a number with a known unit", $"Write a number, alone or with one of: {Units.Known}.");
                break;
            case ValueSpec.Boolean:
                node.AsFlag(problems, what);
                break;
            case ValueSpec.Map map:
                if (node.AsMapping(problems, what) is { } mapping) CheckMap(mapping, map, what);
                break;
            case ValueSpec.MapOf mapOf:
                if (node.AsMapping(problems, what) is { } named) CheckNames(named, mapOf, what);
                break;
            case ValueSpec.ListOf list:
                CheckList(node, list, what);
                break;
            case ValueSpec.ScalarOr either:
                Check(node, node is YamlScalar ? either.Scalar : either.Full, what);
                break;
            case ValueSpec.NotInThisVersion missing:
                problems.Add(PolicyCodes.NotInThisVersion, node.At, $"{Capital(what)} is not in this version.", missing.Instead);
                break;
            default:
                throw new InvalidOperationException($"No check for {spec.GetType().Name}.");
        }
    }

    private void CheckMap(YamlMapping mapping, ValueSpec.Map map, string what)
    {
        foreach (YamlEntry entry in mapping.Entries)
        {
            KeySpec? key = map.Keys.FirstOrDefault(k => k.Name == entry.Key.Value);
            if (key is null) ReportUnknownKey(entry, map, what);
            else if (key.Value is ValueSpec.NotInThisVersion missing)
            {
                problems.Add(PolicyCodes.NotInThisVersion, entry.Key.At, $"'{key.Name}' is not in this version.", missing.Instead);
            }
            else Check(entry.Value, key.Value, $"'{key.Name}'");
        }

        foreach (string name in map.Required)
        {
            if (mapping[name] is null)
            {
                problems.Add(problems.Codes.MissingKey, mapping.At, $"{Capital(what)} has no '{name}'.", $"Add '{name}'.");
            }
        }
    }

    private void ReportUnknownKey(YamlEntry entry, ValueSpec.Map map, string what)
    {
        string[] known = [.. map.Keys.Where(k => k.Value is not ValueSpec.NotInThisVersion).Select(k => k.Name)];
        string remedy = NearestKey.Of(entry.Key.Value, known) is { } near
            ? $"Did you mean '{near}'?"
            : $"Use one of: {string.Join(", ", known)}.";
        problems.Add(problems.Codes.UnknownKey, entry.Key.At, $"{Capital(what)} has no key '{entry.Key.Value}'.", remedy);
    }

    private void CheckNames(YamlMapping mapping, ValueSpec.MapOf mapOf, string what)
    {
        if (mapping.Entries.Count == 0) problems.WrongValue(mapping, $"{Capital(what)} is empty.", "Add at least one entry.");
        foreach (YamlEntry entry in mapping.Entries)
        {
            if (!Regex.IsMatch(entry.Key.Value, mapOf.KeyPattern, RegexOptions.CultureInvariant))
            {
                problems.WrongValue(
                    entry.Key, $"'{entry.Key.Value}' cannot be a key of {what}.", $"Use a key of the form {mapOf.KeyPattern}.");
            }

            Check(entry.Value, mapOf.Value, $"'{entry.Key.Value}'");
        }
    }

    private void CheckList(YamlNode node, ValueSpec.ListOf list, string what)
    {
        if (list.AllowSingle && node is not YamlSequence)
        {
            Check(node, list.Item, what);
            return;
        }

        if (node.AsList(problems, what) is not { } sequence) return;
        if (sequence.Items.Count == 0)
        {
            problems.WrongValue(node, $"{Capital(what)} is an empty list.", "Add at least one item, or leave the key out.");
        }

        for (int i = 0; i < sequence.Items.Count; i++)
        {
            Check(sequence.Items[i], list.Item, string.Create(CultureInfo.InvariantCulture, $"item {i + 1} of {what}"));
        }
    }

    private void CheckPattern(YamlNode node, string what)
    {
        if (node.AsText(problems, what) is not { } text) return;
        try
        {
            _ = new Regex(text, RegexOptions.CultureInvariant);
        }
        catch (RegexParseException error)
        {
            problems.WrongValue(node, $"{Capital(what)} is no regular expression: {error.Message}", "Correct the pattern.");
        }
    }

    private void CheckChoice(YamlNode node, ValueSpec.Choice choice, string what)
    {
        if (node.AsText(problems, what) is not { } word || choice.Words.Contains(word, StringComparer.Ordinal)) return;
        string use = $"Use one of: {string.Join(", ", choice.Words)}.";
        if (choice.NotYet.Contains(word, StringComparer.Ordinal))
        {
            problems.Add(PolicyCodes.NotInThisVersion, node.At, $"'{word}' for {what} is not in this version.", use);
            return;
        }

        string nearest = NearestKey.Of(word, choice.Words) is { } near ? $"Did you mean '{near}'? " : "";
        problems.WrongValue(node, $"{Capital(what)} is '{word}', which is not known.", $"{nearest}{use}");
    }

    private void CheckDuration(YamlNode node, string what)
    {
        const string Remedy = "Write a duration with its unit, such as 45 min.";
        CheckUnit<Quantity.Time>(node, what, "a duration", Remedy);
        if (node is YamlScalar scalar && Units.Parse(scalar.Value) is Quantity.Time { Seconds: <= 0 })
        {
            problems.WrongValue(node, $"{Capital(what)} is '{scalar.Value}', which is no time at all.", Remedy);
        }
    }

    private void CheckUnit<T>(YamlNode node, string what, string expected, string remedy)
        where T : Quantity
    {
        if (node.AsText(problems, what) is not { } text || Units.Parse(text) is T) return;
        problems.Add(PolicyCodes.WrongUnit, node.At, $"{Capital(what)} is '{text}', but must be {expected}.", remedy);
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
