using System.Globalization;
using ModelGate.Gate.Yaml;
using ModelGate.Models.Diagnostics;
using ModelGate.Quantization;

namespace ModelGate.Gate.Policies;

/// <summary>Turns one entry of <c>candidates:</c>, whose form was checked, into a recipe or an existing checkpoint.</summary>
internal sealed class CandidateReader(Catalog catalog, YamlProblems problems)
{
    public const string ModelRemedy = "Use demo, a directory, or hf:OWNER/NAME@REVISION.";

    public CandidatePolicy? Read(YamlEntry entry)
    {
        string name = entry.Key.Value;
        SourcePoint at = entry.Key.At;
        var fields = new YamlFields((YamlMapping)entry.Value, problems, $"candidate '{name}'");
        if (fields.Text("model") is { } model) return ReadExisting(name, at, model, fields);
        if (fields.Text("scheme") is not { } scheme)
        {
            problems.Add(
                problems.Codes.MissingKey, at,
                $"Candidate '{name}' has no 'scheme'.", "Add a scheme, or 'model' for an existing checkpoint.");
            return null;
        }

        var options = new RecipeOptions(scheme)
        {
            Algorithm = fields.Text("algorithm"),
            Group = (int?)fields.Integer("group"),
            Observer = fields.Text("observer"),
            ActOrder = fields.Text("actorder"),
            Damping = fields.Number("damping"),
            SmoothQuantAlpha = fields.Node("smoothquant") is YamlScalar scalar ? SmoothQuantAlpha(scalar) : null,
            Ignore = fields.Texts("ignore") ?? [],
            Overrides = fields.MappingOf("override") is { } mapping
                ? [.. mapping.Entries.Select(o => KeyValuePair.Create(o.Key.Value, ((YamlScalar)o.Value).Value))]
                : [],
        };
        QuantizationRecipe recipe = options.Build(catalog, (option, problem, remedy) =>
            problems.Add(PolicyCodes.Contradiction, fields.Node(option)?.At ?? at, problem, remedy));
        return new CandidatePolicy.FromRecipe(name, at, recipe, fields.Node("group")?.At);
    }

    private CandidatePolicy.Existing? ReadExisting(string name, SourcePoint at, string model, YamlFields fields)
    {
        foreach (YamlEntry other in fields.Mapping.Entries.Where(e => e.Key.Value != "model"))
        {
            problems.Add(PolicyCodes.Contradiction, other.Key.At,
                $"Candidate '{name}' names an existing model and also '{other.Key.Value}'.", "Give either 'model' or a recipe.");
        }

        if (ModelReference.TryParse(model, out string problem) is { } reference) return new(name, at, reference);
        problems.Add(PolicyCodes.NoSuchModel, fields.Node("model")!.At, problem, ModelRemedy);
        return null;
    }

    /// <summary>The form check admits nothing, true, false, or a number from 0 to 1.</summary>
    private static double? SmoothQuantAlpha(YamlScalar scalar) => scalar switch
    {
        { IsNull: true } or { Value: "true" or "True" or "TRUE" } => QuantizationRecipe.DefaultSmoothQuantAlpha,
        { Value: "false" or "False" or "FALSE" } => null,
        _ => double.Parse(scalar.Value, CultureInfo.InvariantCulture),
    };
}
