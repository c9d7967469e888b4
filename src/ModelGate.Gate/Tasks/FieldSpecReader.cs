using ModelGate.Gate.Yaml;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Prompts;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Tasks;

/// <summary>Reads <c>doc_to_text</c> and the like: a number, a column or template, or a list of texts.</summary>
internal static class FieldSpecReader
{
    /// <summary>Null where the key is absent, wrong (reported) or a Python function (reported elsewhere).</summary>
    public static FieldSpec? Field(this YamlFields fields, string key) => fields.Node(key) switch
    {
        null or YamlScalar { Tag: TaskYaml.FunctionTag } => null,
        YamlScalar { Tag: null } scalar => Scalar(scalar, fields.Problems),
        YamlSequence { Tag: null } list => Texts(list.Items, fields.Problems, key),
        YamlMapping { Tag: null, IsFlow: false } mapping => Texts([.. mapping.Entries.Select(entry => entry.Value)], fields.Problems, key),
        { } other => Wrong(other, fields.Problems, key),
    };

    private static FieldSpec? Scalar(YamlScalar scalar, YamlProblems problems)
    {
        if (scalar.IsPlain && TaskYaml.ToValue(scalar) is long index) return new FieldSpec.Index(index);
        int? indentation = scalar.Style == YamlScalarStyle.Literal ? scalar.ContentAt.Column - 1 : null;
        FieldSpec.ColumnOrTemplate field = new(scalar.Value, scalar.ContentAt, indentation);
        try
        {
            TaskTemplates.Parse(field);
        }
        catch (DiagnosticException error)
        {
            foreach (Diagnostic problem in error.Diagnostics) problems.Add(problem);
            return null;
        }

        return field;
    }

    private static FieldSpec.Texts? Texts(IReadOnlyList<YamlNode> items, YamlProblems problems, string key)
    {
        List<string> texts = [];
        foreach (YamlNode item in items)
        {
            if (item is YamlScalar { Tag: null } scalar && !TaskYaml.IsNotText(scalar)) texts.Add(scalar.Value);
            else problems.WrongValue(item, $"'{key}' lists {item.Describe()}, which is not a text in YAML.", "Put quotes around it.");
        }

        return texts.Count == items.Count ? new FieldSpec.Texts(texts) : null;
    }

    private static FieldSpec? Wrong(YamlNode node, YamlProblems problems, string key)
    {
        node.AsText(problems, $"'{key}'");
        return null;
    }
}
