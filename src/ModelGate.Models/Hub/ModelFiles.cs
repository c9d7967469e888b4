using ModelGate.Models.Diagnostics;
using ModelGate.Models.Formats;

namespace ModelGate.Models.Hub;

/// <summary>Which files of a repository a model needs: no second copy of the weights, no other framework's.</summary>
internal static class ModelFiles
{
    private const string Weights = ".safetensors";
    private const string Index = ".safetensors.index.json";
    private const string UsualWeights = "model.safetensors";
    private const string UsualIndex = "model.safetensors.index.json";

    private static readonly string[] Small =
    [
        "config.json", "generation_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json", "merges.txt",
        "hf_quant_config.json", "quantize_config.json",
    ];

    public static bool IsWanted(string name) => IsSmall(name) || IsWeights(name);

    /// <summary>Configuration, tokenizer, chat template and the index, smallest first.</summary>
    public static IEnumerable<HubFile> SmallFiles(IReadOnlyList<HubFile> files) =>
        files.Where(file => IsSmall(file.Name) && !IsIndex(file.Name)).Concat(IndexOf(files)).OrderBy(file => file.Size);

    /// <summary>
    /// The weights that <see cref="SafetensorsCollection"/> would open, once the index is in <paramref name="directory"/>.
    /// </summary>
    /// <exception cref="DiagnosticException">QG0408: there are none. QG0208: the index is wrong or names a file that the repository
    /// lacks.</exception>
    public static IEnumerable<HubFile> WeightFiles(IReadOnlyList<HubFile> files, string directory, HubReference reference)
    {
        HubFile[] weights = [.. files.Where(file => IsWeights(file.Name))];
        if (IndexOf(files) is [var index])
        {
            SafetensorsIndex content = SafetensorsIndex.Read(Path.Combine(directory, index.Name));
            return content.WeightMap.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(shard => weights.FirstOrDefault(file => file.Name == shard)
                    ?? throw SafetensorsIndex.Wrong(content.Path, $"The index names the shard '{shard}', which the repository lacks."));
        }

        if (weights.FirstOrDefault(file => file.Name == UsualWeights) is { } usual) return [usual];
        if (weights.Length == 1) return weights;
        throw NoModel(reference, weights.Length == 0 ? "It has no safetensors weights." : "It has several safetensors files and no index.");
    }

    public static DiagnosticException NoModel(HubReference reference, string problem) => new(
        HubCodes.NoModel, new SourcePoint(reference.ToString()), problem,
        "Choose a repository in the layout of transformers, with safetensors.");

    /// <summary>What is missing for the weights in a folder to be whole; null where nothing is.</summary>
    public static string? FirstMissing(string directory)
    {
        if (!File.Exists(Path.Combine(directory, "config.json"))) return "config.json";
        if (!File.Exists(Path.Combine(directory, UsualIndex)) && File.Exists(Path.Combine(directory, UsualWeights))) return null;

        string[] indexes = Directory.GetFiles(directory, "*" + Index);
        if (indexes.Length == 0) return Directory.GetFiles(directory, "*" + Weights).Length == 1 ? null : UsualWeights;
        string path = Array.Find(indexes, index => Path.GetFileName(index) == UsualIndex) ?? indexes[0];
        return SafetensorsIndex.Read(path).WeightMap.Values.FirstOrDefault(shard => !File.Exists(Path.Combine(directory, shard)));
    }

    private static HubFile[] IndexOf(IReadOnlyList<HubFile> files)
    {
        HubFile[] indexes = [.. files.Where(file => IsIndex(file.Name))];
        HubFile? usual = Array.Find(indexes, file => file.Name == UsualIndex);
        if (usual is not null) return [usual];
        return files.Any(file => file.Name == UsualWeights) ? [] : indexes;
    }

    private static bool IsSmall(string name) =>
        !name.Contains('/', StringComparison.Ordinal)
        && (Small.Contains(name)
            || (name.StartsWith("tokenizer", StringComparison.Ordinal)
                && (name.EndsWith(".json", StringComparison.Ordinal) || name == "tokenizer.model"))
            || name is "chat_template.jinja" or "chat_template.json"
            || IsIndex(name));

    private static bool IsIndex(string name) => name.EndsWith(Index, StringComparison.Ordinal);

    private static bool IsWeights(string name) =>
        !name.Contains('/', StringComparison.Ordinal) && name.EndsWith(Weights, StringComparison.Ordinal);
}
