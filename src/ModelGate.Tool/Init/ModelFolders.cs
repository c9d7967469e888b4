using System.Text.Json;

namespace ModelGate.Tool.Init;

/// <summary>Finds checkpoints near a folder.</summary>
internal static class ModelFolders
{
    private const int MostFolders = 1000;

    /// <summary>Unquantized checkpoints in the folder itself, its folders and theirs, as relative paths in order of name.</summary>
    public static IReadOnlyList<string> Find(string root)
    {
        IEnumerable<string> folders =
        [
            root,
            .. Directory.EnumerateDirectories(root, "*", new EnumerationOptions
            {
                RecurseSubdirectories = true, MaxRecursionDepth = 1, IgnoreInaccessible = true,
            }).Take(MostFolders),
        ];
        return
        [
            .. folders
                .Where(folder => IsCheckpoint(folder) && !IsQuantized(folder))
                .Select(folder => "./" + Path.GetRelativePath(root, folder).Replace('\\', '/'))
                .Select(path => path == "./." ? "." : path)
                .Order(StringComparer.Ordinal),
        ];
    }

    public static bool IsCheckpoint(string folder) =>
        File.Exists(Path.Combine(folder, "config.json")) && Directory.EnumerateFiles(folder, "*.safetensors").Any();

    /// <summary>Its configuration says so.</summary>
    public static bool IsQuantized(string folder)
    {
        try
        {
            using JsonDocument config = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "config.json")));
            return config.RootElement.ValueKind == JsonValueKind.Object
                && (config.RootElement.TryGetProperty("quantization_config", out _)
                    || config.RootElement.TryGetProperty("compression_config", out _));
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
