using System.Security.Cryptography;
using System.Text;

namespace ModelGate.Models.Checkpoints;

/// <summary>Identifies a checkpoint by the bytes that decide what it computes.</summary>
public static class FileHasher
{
    private const int BufferBytes = 1 << 20;

    private static readonly string[] Accompanying =
    [
        "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json",
        "vocab.json", "merges.txt", "tokenizer.model", "chat_template.jinja", "chat_template.json",
    ];

    /// <summary>Lower-case SHA-256 of each file, sorted by name: weights, index, configuration, tokenizer, chat template.</summary>
    public static IReadOnlyDictionary<string, string> OfFiles(string directory, IEnumerable<string> weightFiles)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in Accompanying)
        {
            string path = Path.Combine(directory, name);
            if (File.Exists(path)) hashes[name] = OfFile(path);
        }

        foreach (string path in weightFiles) hashes[Path.GetFileName(path)] = OfFile(path);
        return hashes;
    }

    /// <summary>SHA-256 over the lines "hash  name" in order of name.</summary>
    public static string Combine(IReadOnlyDictionary<string, string> fileHashes)
    {
        var lines = new StringBuilder();
        foreach ((string name, string hash) in fileHashes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            lines.Append(hash).Append("  ").Append(name).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString())));
    }

    public static string OfFile(string path)
    {
        using var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
