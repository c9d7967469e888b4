using System.Text.Json;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Formats;

namespace ModelGate.Models.Checkpoints;

/// <summary>
/// Reads <c>quantization_config</c> of any compressed-tensors version: unknown keys are passed over, absent ones inferred as its
/// library does.
/// </summary>
internal static class QuantizationConfigReader
{
    private const string Key = "quantization_config";
    private const string Mixed = "mixed-precision";
    private const string UseOther =
        "Use a checkpoint in the compressed-tensors format, or quantize the unquantized model with 'quantize'.";

    private const string Remedy = "Write the checkpoint again with a current compressed-tensors writer.";

    /// <summary>Null where <c>config.json</c> has no quantization.</summary>
    /// <exception cref="DiagnosticException">QG0220 and QG0221, all that were found.</exception>
    public static QuantizationConfig? Read(string directory)
    {
        string file = Path.Combine(directory, "config.json");
        using JsonDocument document = JsonFile.Open(file);
        var problems = new List<Diagnostic>();
        var root = new JsonFields(document.RootElement, file, "", CheckpointCodes.QuantizationConfigWrong, problems);

        // Early compressed-tensors files named the object compression_config.
        JsonFields? fields = root.Object(Key) ?? root.Object("compression_config");
        if (fields is null) RefuseSideFiles(directory);
        QuantizationConfig? config = fields is null ? null : Read(fields);
        return problems.Count == 0 ? config : throw new DiagnosticException(problems);
    }

    /// <summary>Older tools kept their method in a file of its own; passing it over would call the model unquantized.</summary>
    private static void RefuseSideFiles(string directory)
    {
        foreach ((string name, string method) in new[] { ("hf_quant_config.json", "modelopt"), ("quantize_config.json", "gptq") })
        {
            string path = Path.Combine(directory, name);
            if (!File.Exists(path)) continue;
            throw new DiagnosticException(
                CheckpointCodes.QuantizationMethodUnsupported, new SourcePoint(path),
                $"The file says that the quantization method is '{method}', which is not supported.", UseOther);
        }
    }

    private static QuantizationConfig? Read(JsonFields fields)
    {
        string? method = fields.Text("quant_method");
        if (method is not null and not "compressed-tensors")
        {
            fields.Add(
                CheckpointCodes.QuantizationMethodUnsupported, $"The quantization method is '{method}', which is not supported.", UseOther);
            return null;
        }

        JsonFields? groupFields = fields.Object("config_groups");
        if (method is null) fields.Missing("quant_method");
        if (groupFields is null)
        {
            if (!fields.Has("config_groups")) fields.Missing("config_groups");
            return null;
        }

        string? format = fields.Text("format");
        QuantizationGroup?[] groups = [.. groupFields.Properties.Select(group => ReadGroup(groupFields, group.Name, format))];
        return new QuantizationConfig(
            fields.Text("version"),
            format,
            fields.Text("quantization_status"),
            [.. groups.OfType<QuantizationGroup>()],
            ReadPatterns(fields, "ignore"),
            fields.Object("kv_cache_scheme") is { } cache ? ReadFormat(cache) : null,
            fields.Object("sparsity_config") is { } sparsity && sparsity.Text("format") is not null and not "dense",
            fields.Object("transform_config")?.Properties.Any(IsFilled) ?? false);
    }

    private static bool IsFilled(JsonProperty property) => property.Value.ValueKind switch
    {
        JsonValueKind.Object => property.Value.EnumerateObject().Any(),
        JsonValueKind.Array => property.Value.GetArrayLength() > 0,
        _ => false,
    };

    private static QuantizationGroup? ReadGroup(JsonFields groups, string name, string? topFormat)
    {
        JsonFields? fields = groups.Object(name);
        if (fields is null) return null;

        IReadOnlyList<ModulePattern> targets = ReadPatterns(fields, "targets");
        NumberFormat? weights = fields.Object("weights") is { } weightFields ? ReadFormat(weightFields) : null;
        NumberFormat? activations = fields.Object("input_activations") is { } inputFields ? ReadFormat(inputFields) : null;
        NumberFormat? outputs = fields.Object("output_activations") is { } outputFields ? ReadFormat(outputFields) : null;
        if (weights is null)
        {
            if (!fields.Has("weights") && activations is not null) fields.Missing("weights");
            return null;
        }

        string? format = fields.Text("format") ?? topFormat;
        if (format is null or Mixed)
        {
            fields.Missing("format");
            return null;
        }

        return new QuantizationGroup(name, targets, new LinearFormat(format, weights, activations, outputs));
    }

    private static List<ModulePattern> ReadPatterns(JsonFields fields, string key)
    {
        var patterns = new List<ModulePattern>();
        foreach (string text in fields.Texts(key) ?? [])
        {
            try
            {
                patterns.Add(ModulePattern.Parse(text));
            }
            catch (ArgumentException wrong)
            {
                fields.Add($"'{fields.NameOf(key)}' has the entry '{text}', which is no regular expression: {wrong.Message}", Remedy);
            }
        }

        return patterns;
    }

    private static NumberFormat ReadFormat(JsonFields fields)
    {
        int bits = fields.Integer("num_bits", 1) ?? 8;
        int? groupSize = fields.Integer("group_size", -1);
        IReadOnlyList<int> block = ReadBlock(fields);
        ScaleStrategy strategy = ReadStrategy(fields, groupSize, block);
        bool grouped = strategy is ScaleStrategy.Group or ScaleStrategy.TensorGroup;
        if (grouped && groupSize is null or <= 0)
            fields.Add($"'{fields.NameOf("group_size")}' must be above 0 for a strategy with groups.", Remedy);
        if (strategy == ScaleStrategy.Block && block.Count != 2)
            fields.Add($"'{fields.NameOf("block_structure")}' must have two numbers for the strategy 'block'.", Remedy);

        return new NumberFormat(bits, ReadKind(fields), strategy, fields.Flag("symmetric", otherwise: true), ReadTime(fields))
        {
            GroupSize = grouped ? groupSize : null,
            BlockShape = block,
            ActivationOrder = ReadActivationOrder(fields),
            Keys = fields.Properties.Where(property => property.Value.ValueKind != JsonValueKind.Null).Select(property => property.Name)
                .ToHashSet(StringComparer.Ordinal),
        };
    }

    private static NumberKind ReadKind(JsonFields fields)
    {
        string kind = fields.Text("type") ?? "int";
        if (kind is not "int" and not "float") fields.Add($"'{fields.NameOf("type")}' is '{kind}'; 'int' or 'float' is expected.", Remedy);
        return kind == "float" ? NumberKind.Float : NumberKind.Int;
    }

    private static ScaleTime ReadTime(JsonFields fields)
    {
        if (fields.Element("dynamic") is not { } value) return ScaleTime.Static;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean() ? ScaleTime.Dynamic : ScaleTime.Static;
        if (value.ValueKind == JsonValueKind.String && value.GetString() == "local") return ScaleTime.Local;
        fields.Wrong("dynamic", value, "true, false or \"local\"");
        return ScaleTime.Static;
    }

    private static ScaleStrategy ReadStrategy(JsonFields fields, int? groupSize, IReadOnlyList<int> block)
    {
        string? name = fields.Text("strategy");
        switch (name)
        {
            case "tensor": return ScaleStrategy.Tensor;
            case "channel": return ScaleStrategy.Channel;
            case "group": return ScaleStrategy.Group;
            case "block": return ScaleStrategy.Block;
            case "token": return ScaleStrategy.Token;
            case "tensor_group": return ScaleStrategy.TensorGroup;
            case "attn_head": return ScaleStrategy.AttentionHead;
            case null when block.Count > 0: return ScaleStrategy.Block;
            case null: return groupSize is null ? ScaleStrategy.Tensor : groupSize > 0 ? ScaleStrategy.Group : ScaleStrategy.Channel;
            default:
                fields.Add($"'{fields.NameOf("strategy")}' is '{name}', which is unknown.", Remedy);
                return ScaleStrategy.Tensor;
        }
    }

    /// <summary>A list of two numbers; before 0.11 a text such as <c>128x128</c>.</summary>
    private static IReadOnlyList<int> ReadBlock(JsonFields fields)
    {
        if (fields.Element("block_structure") is not { ValueKind: JsonValueKind.String } text)
            return fields.Integers("block_structure") ?? [];
        string[] parts = text.GetString()!.Split('x');
        if (parts.Length == 2 && int.TryParse(parts[0], out int rows) && int.TryParse(parts[1], out int columns)) return [rows, columns];
        fields.Wrong("block_structure", text, "two numbers");
        return [];
    }

    /// <summary>null, a text, or the booleans of early versions: true meant group.</summary>
    private static string? ReadActivationOrder(JsonFields fields) => fields.Element("actorder") switch
    {
        null or { ValueKind: JsonValueKind.False } => null,
        { ValueKind: JsonValueKind.True } => "group",
        _ => fields.Text("actorder"),
    };
}
