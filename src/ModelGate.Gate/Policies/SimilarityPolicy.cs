using ModelGate.Gate.Gates;
using ModelGate.Gate.Yaml;
using ModelGate.Measurement;
using ModelGate.Measurement.Accuracy.Similarity;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Policies;

/// <summary>Encoders that compare answers: <c>accuracy: similarity:</c>.</summary>
/// <param name="BertScoreLayer">Null for the layer that is tabulated for the model, else its last.</param>
public sealed record SimilarityPolicy(
    Placed<ModelReference>? BertScoreModel, int? BertScoreLayer, Placed<ModelReference>? StsModel)
{
    public const string DefaultBertScoreModel = "hf:FacebookAI/roberta-large";

    public const string DefaultStsModel = "hf:sentence-transformers/all-MiniLM-L6-v2";

    public static SimilarityPolicy Default { get; } = new(null, null, null);

    public static ValueSpec.Map Shape => new(
        [
            new("bertscore-model", new ValueSpec.Text { Description = $"Directory or hf: reference. Default {DefaultBertScoreModel}." }),
            new("bertscore-layer", new ValueSpec.Integer(1, 1000)
            {
                Description = "Layer whose states are compared. Default: the bert_score package's for the model (17 for roberta-large), "
                    + "else the last.",
            }),
            new("sts-model", new ValueSpec.Text { Description = $"Directory or hf: reference. Default {DefaultStsModel}." }),
        ])
    {
        Description = "Encoders that gates on bertscore and sts compare answers with; loaded only for such gates.",
    };

    /// <summary>The encoders that these gates need, each once.</summary>
    public IEnumerable<EncoderEntry> NeededBy(IReadOnlyList<GateRule> gates)
    {
        if (gates.FirstOrDefault(gate => gate.Metric == Metric.BertScore) is { } tokens)
        {
            Placed<ModelReference> model = BertScoreModel ?? new(ModelReference.TryParse(DefaultBertScoreModel, out _)!, tokens.At);
            yield return new(Metric.BertScore, model, BertScoreLayer ?? BertScore.LayerOf(EncoderEntry.NameOf(model.Value)));
        }

        if (gates.FirstOrDefault(gate => gate.Metric == Metric.Sts) is { } sentences)
        {
            yield return new(
                Metric.Sts, StsModel ?? new(ModelReference.TryParse(DefaultStsModel, out _)!, sentences.At), Layer: null);
        }
    }

    /// <param name="mapping">Its form was checked.</param>
    internal static SimilarityPolicy Read(YamlMapping mapping, YamlProblems problems)
    {
        YamlFields fields = new(mapping, problems, "'similarity'");
        return new(Model("bertscore-model"), (int?)fields.Integer("bertscore-layer"), Model("sts-model"));

        Placed<ModelReference>? Model(string key)
        {
            if (fields.Text(key) is not { } text) return null;
            SourcePoint at = fields.Node(key)!.At;
            ModelReference? reference = ModelReference.TryParse(text, out string problem);
            if (reference is ModelReference.Demo) (reference, problem) = (null, "The demo model is no encoder.");
            if (reference is not null) return new(reference, at);
            problems.Add(PolicyCodes.NoSuchModel, at, problem, "Use a directory or hf:OWNER/NAME@REVISION of a BERT or RoBERTa model.");
            return null;
        }
    }
}

/// <summary>An encoder that a metric needs.</summary>
/// <param name="Layer">Null for the last.</param>
public sealed record EncoderEntry(Metric Metric, Placed<ModelReference> Model, int? Layer)
{
    /// <summary>Without owner or folders, such as <c>roberta-large</c>.</summary>
    public string Name => NameOf(Model.Value);

    public static string NameOf(ModelReference model) => model switch
    {
        ModelReference.Hub hub => hub.Name,
        ModelReference.Folder folder => Path.GetFileName(Path.TrimEndingDirectorySeparator(folder.Path)),
        _ => model.ToString()!,
    };
}
