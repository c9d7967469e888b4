using System.Text.Json;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Formats;

namespace ModelGate.Models.Encoders;

/// <summary>Both compute the same layers; they count positions differently and name their tensors by themselves.</summary>
public enum EncoderFamily
{
    /// <summary>Devlin et al., arXiv 1810.04805: positions from 0.</summary>
    Bert,

    /// <summary>Liu et al., arXiv 1907.11692: positions from the padding id + 1, padding tokens not counted.</summary>
    Roberta,
}

/// <summary>What <c>config.json</c> says of an encoder whose layers are normalised after each addition.</summary>
public sealed record EncoderConfig
{
    /// <summary>Where it was read, for diagnostics.</summary>
    public required string File { get; init; }

    public required EncoderFamily Family { get; init; }

    public required int HiddenSize { get; init; }

    public required int LayerCount { get; init; }

    /// <summary>Divides <see cref="HiddenSize"/>.</summary>
    public required int HeadCount { get; init; }

    public required int IntermediateSize { get; init; }

    public required int VocabularySize { get; init; }

    /// <summary>Rows of the table of learned positions.</summary>
    public required int PositionCount { get; init; }

    /// <summary>Rows of the table of token types; single texts are of type 0.</summary>
    public required int TypeCount { get; init; }

    public required float LayerNormEpsilon { get; init; }

    public required int PadTokenId { get; init; }

    public int HeadDim => HiddenSize / HeadCount;

    /// <summary>Position of a text's first token.</summary>
    public int FirstPosition => Family == EncoderFamily.Roberta ? PadTokenId + 1 : 0;

    /// <summary>Most tokens of a text, special ones included.</summary>
    public int MaxTokens => PositionCount - FirstPosition;

    /// <exception cref="DiagnosticException">QG0210 to QG0214: all that is wrong with the file.</exception>
    public static EncoderConfig Read(string directory)
    {
        string file = Path.Combine(directory, "config.json");
        using JsonDocument document = JsonFile.Open(file);
        var problems = new List<Diagnostic>();
        var fields = new JsonFields(document.RootElement, file, "", CheckpointCodes.ConfigValue, problems);
        EncoderFamily? family = ReadFamily(fields);
        if (family is null) throw new DiagnosticException(problems);

        RefuseOtherMathematics(fields);
        var config = new EncoderConfig
        {
            File = file,
            Family = family.Value,
            HiddenSize = fields.RequiredInteger("hidden_size", 1),
            LayerCount = fields.RequiredInteger("num_hidden_layers", 1),
            HeadCount = fields.RequiredInteger("num_attention_heads", 1),
            IntermediateSize = fields.RequiredInteger("intermediate_size", 1),
            VocabularySize = fields.RequiredInteger("vocab_size", 1),
            PositionCount = fields.RequiredInteger("max_position_embeddings", 1),
            TypeCount = fields.Integer("type_vocab_size", 1) ?? 2,
            LayerNormEpsilon = (float)(fields.Positive("layer_norm_eps") ?? 1e-12),
            PadTokenId = fields.Integer("pad_token_id", 0) ?? (family == EncoderFamily.Roberta ? 1 : 0),
        };
        const string Remedy = "Use the file that came with the model.";
        if (config.HiddenSize % config.HeadCount != 0)
        {
            fields.Add($"'hidden_size' {config.HiddenSize} is not a multiple of 'num_attention_heads' {config.HeadCount}.", Remedy);
        }

        if (config.MaxTokens < 3 && problems.Count == 0)
            fields.Add($"'max_position_embeddings' {config.PositionCount} leaves no room for a text.", Remedy);
        return problems.Count == 0 ? config : throw new DiagnosticException(problems);
    }

    private static EncoderFamily? ReadFamily(JsonFields fields)
    {
        string? type = fields.Text("model_type");
        switch (type)
        {
            case "bert": return EncoderFamily.Bert;
            case "roberta": return EncoderFamily.Roberta;
            default:
                fields.Add(
                    CheckpointCodes.ArchitectureUnknown,
                    type is null ? "The file names no 'model_type'." : $"'model_type' is '{type}', which is no encoder known here.",
                    "Name an encoder of the type bert or roberta.");
                return null;
        }
    }

    private static void RefuseOtherMathematics(JsonFields fields)
    {
        const string Remedy = "Use an encoder of the plain kind, such as FacebookAI/roberta-large.";
        if (fields.Text("hidden_act") is { } activation and not "gelu")
            fields.Add(CheckpointCodes.FeatureUnsupported, $"'hidden_act' is '{activation}'; gelu (with erf) is computed.", Remedy);
        if (fields.Text("position_embedding_type") is { } positions and not "absolute")
            fields.Add(CheckpointCodes.FeatureUnsupported, $"'position_embedding_type' is '{positions}'; absolute is computed.", Remedy);
        if (fields.Flag("is_decoder", otherwise: false))
            fields.Add(CheckpointCodes.FeatureUnsupported, "'is_decoder' is true; encoders look both ways.", Remedy);
    }
}
