using System.Text.Json;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Formats;
using ModelGate.Numerics;

namespace ModelGate.Models.Checkpoints;

/// <summary>Reads <c>config.json</c> as transformers writes it (4.x and 5.x) and refuses what would be computed differently.</summary>
internal static class ModelConfigReader
{
    public static ModelConfig Read(string directory)
    {
        string file = Path.Combine(directory, "config.json");
        using JsonDocument document = JsonFile.Open(file);
        var problems = new List<Diagnostic>();
        var fields = new JsonFields(document.RootElement, file, "", CheckpointCodes.ConfigValue, problems);

        ModelArchitecture? architecture = ReadArchitecture(fields);
        if (architecture is null) throw new DiagnosticException(problems);

        ModelConfig config = ReadBody(fields, file, architecture.Value);
        config = WithGeneration(config, directory, problems);
        if (problems.Count == 0) CheckWidths(config, fields);
        return problems.Count == 0 ? config : throw new DiagnosticException(problems);
    }

    private static ModelArchitecture? ReadArchitecture(JsonFields fields)
    {
        string? name = fields.Texts("architectures") is [var first, ..] ? first : fields.Text("model_type");
        ModelArchitecture? architecture = name switch
        {
            "LlamaForCausalLM" or "llama" => ModelArchitecture.Llama,
            "MistralForCausalLM" or "mistral" => ModelArchitecture.Mistral,
            "Qwen2ForCausalLM" or "qwen2" => ModelArchitecture.Qwen2,
            "Qwen3ForCausalLM" or "qwen3" => ModelArchitecture.Qwen3,
            _ => null,
        };
        if (architecture is null)
        {
            fields.Add(
                CheckpointCodes.ArchitectureUnknown,
                name is null ? "The file names no architecture." : $"The architecture '{name}' is unknown.",
                "Supported are LlamaForCausalLM, MistralForCausalLM, Qwen2ForCausalLM and Qwen3ForCausalLM.");
        }

        return architecture;
    }

    private static ModelConfig ReadBody(JsonFields fields, string file, ModelArchitecture architecture)
    {
        int heads = fields.RequiredInteger("num_attention_heads", 1);
        int hidden = fields.RequiredInteger("hidden_size", 1);
        // transformers' defaults differ by family; only Llama's (no grouping) follows from the other values.
        if (architecture != ModelArchitecture.Llama && !fields.Has("num_key_value_heads")) fields.Missing("num_key_value_heads");
        bool biasKey = fields.Flag("attention_bias", otherwise: false);
        (double theta, RopeScaling? scaling) = RopeReader.Read(fields);
        RefuseOtherMathematics(fields);

        return new ModelConfig
        {
            File = file,
            Architecture = architecture,
            HiddenSize = hidden,
            LayerCount = fields.RequiredInteger("num_hidden_layers", 1),
            HeadCount = heads,
            KeyValueHeadCount = fields.Integer("num_key_value_heads", 1) ?? heads,
            HeadDim = fields.Integer("head_dim", 2) ?? DeriveHeadDim(fields, architecture, hidden, heads),
            IntermediateSize = fields.RequiredInteger("intermediate_size", 1),
            VocabularySize = fields.RequiredInteger("vocab_size", 1),
            RmsNormEpsilon = (float)fields.RequiredPositive("rms_norm_eps"),
            RopeTheta = theta,
            RopeScaling = scaling,
            TieWordEmbeddings = fields.Flag("tie_word_embeddings", otherwise: false),
            AttentionBias = architecture == ModelArchitecture.Qwen2 || biasKey,
            AttentionOutputBias = architecture is ModelArchitecture.Llama or ModelArchitecture.Qwen3 && biasKey,
            MlpBias = architecture == ModelArchitecture.Llama && fields.Flag("mlp_bias", otherwise: false),
            MaxPositionEmbeddings = fields.RequiredInteger("max_position_embeddings", 1),
            SlidingWindow = ReadSlidingWindow(fields, architecture),
            WeightType = ReadWeightType(fields),
            BosTokenId = fields.Integers("bos_token_id") is [var bos, ..] ? bos : null,
            EosTokenIds = fields.Integers("eos_token_id") ?? [],
            PadTokenId = fields.Integers("pad_token_id") is [var pad, ..] ? pad : null,
        };
    }

    private static int DeriveHeadDim(JsonFields fields, ModelArchitecture architecture, int hidden, int heads)
    {
        // Qwen3's default is 128, whatever the hidden size.
        if (architecture == ModelArchitecture.Qwen3) fields.Missing("head_dim");
        else if (hidden % heads != 0)
        {
            fields.Add(
                $"'hidden_size' {hidden} is not a multiple of 'num_attention_heads' {heads}, and there is no 'head_dim'.",
                "Use the file that came with the model.");
        }

        return Math.Max(hidden / heads, 2);
    }

    private static void RefuseOtherMathematics(JsonFields fields)
    {
        if (fields.Text("hidden_act") is { } activation and not ("silu" or "swish"))
            Refuse(fields, $"'hidden_act' is '{activation}'; the engines compute SiLU.");
        if (fields.Positive("partial_rotary_factor") is { } fraction and not 1)
            Refuse(fields, $"'partial_rotary_factor' is {fraction}; the engines rotate whole heads.");
    }

    private static void Refuse(JsonFields fields, string problem) =>
        fields.Add(
            CheckpointCodes.FeatureUnsupported, problem,
            "Use a model of the supported kind, or evaluate it through a serving engine's endpoint.");

    /// <summary>Qwen models carry the key without using it unless <c>use_sliding_window</c> is true and layers are left for it.</summary>
    private static int? ReadSlidingWindow(JsonFields fields, ModelArchitecture architecture)
    {
        int? window = fields.Integer("sliding_window", 1);
        if (fields.Texts("layer_types") is { } types && types.All(type => type == "full_attention")) return null;
        return architecture switch
        {
            ModelArchitecture.Llama => null,
            ModelArchitecture.Mistral => window,
            _ when !fields.Flag("use_sliding_window", otherwise: false) => null,
            _ when fields.Integer("max_window_layers", 0) >= fields.Integer("num_hidden_layers", 1) => null,
            _ => window,
        };
    }

    private static DType ReadWeightType(JsonFields fields)
    {
        string? name = fields.Text("torch_dtype") ?? fields.Text("dtype");
        switch (name)
        {
            case "bfloat16" or "torch.bfloat16": return DType.BF16;
            case "float16" or "torch.float16": return DType.F16;
            case "float32" or "torch.float32" or null: return DType.F32;
            default:
                fields.Add(
                    $"'torch_dtype' is '{name}'; bfloat16, float16 or float32 is expected.", "Use the file that came with the model.");
                return DType.F32;
        }
    }

    private static ModelConfig WithGeneration(ModelConfig config, string directory, List<Diagnostic> problems)
    {
        string file = Path.Combine(directory, "generation_config.json");
        if (!File.Exists(file)) return config;

        using JsonDocument document = JsonFile.Open(file);
        var fields = new JsonFields(document.RootElement, file, "", CheckpointCodes.ConfigValue, problems);
        return config with
        {
            BosTokenId = config.BosTokenId ?? (fields.Integers("bos_token_id") is [var bos, ..] ? bos : null),
            EosTokenIds = fields.Integers("eos_token_id") ?? config.EosTokenIds,
            PadTokenId = config.PadTokenId ?? (fields.Integers("pad_token_id") is [var pad, ..] ? pad : null),
        };
    }

    private static void CheckWidths(ModelConfig config, JsonFields fields)
    {
        const string Remedy = "Use the file that came with the model.";
        if (config.HeadCount % config.KeyValueHeadCount != 0)
        {
            fields.Add(
                $"'num_attention_heads' {config.HeadCount} is not a multiple of 'num_key_value_heads' {config.KeyValueHeadCount}.", Remedy);
        }

        if (config.HeadDim % 2 != 0) fields.Add($"'head_dim' is {config.HeadDim}; rotary embeddings need an even width.", Remedy);
        if ((long)config.HeadCount * config.HeadDim > int.MaxValue)
            fields.Add($"'num_attention_heads' {config.HeadCount} × 'head_dim' {config.HeadDim} is above {int.MaxValue}.", Remedy);
        if (config.EosTokenIds.FirstOrDefault(id => id >= config.VocabularySize, -1) is var id and >= 0)
            fields.Add($"'eos_token_id' {id} is outside 'vocab_size' {config.VocabularySize}.", Remedy);
    }
}
