using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ModelGate.Gate.Runs;

/// <summary>
/// The folder <c>.quantgate</c>: what was measured or made once, by content key, so that it is never measured twice, and an interrupted
/// run goes on where it stopped. Safe to delete.
/// </summary>
public sealed class WorkFolder(string path)
{
    public const string DefaultName = ".quantgate";

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Quantized checkpoints, one folder a recipe key.</summary>
    public string Checkpoint(string recipeKey) => System.IO.Path.Combine(Path, "checkpoints", recipeKey);

    /// <summary>Weights in kernel layout.</summary>
    public string Packed => System.IO.Path.Combine(Path, "packed");

    /// <summary>Scores of one task on one model.</summary>
    public string Scores(string key) => System.IO.Path.Combine(Path, "scores", key + ".jsonl");

    /// <summary>A judge's reply to one request.</summary>
    /// <param name="key">Hex digits; the first two name a folder, since there are many.</param>
    public string Judgment(string key) => System.IO.Path.Combine(Path, "judgments", key[..2], key + ".json");

    /// <summary>How generated programs ended, a JSON line each.</summary>
    public string CodeOutcomes => System.IO.Path.Combine(Path, "code-outcomes.jsonl");

    /// <summary>Divergence of one candidate from its baseline on one rolling task.</summary>
    public string Comparison(string key) => System.IO.Path.Combine(Path, "comparisons", key + ".json");

    /// <summary>Times measured by an unfinished run of this plan; a finished run removes them, since the next one measures anew.</summary>
    public string Times(string planKey) => System.IO.Path.Combine(Path, "times", planKey);

    /// <summary>A finished entry; null where there is none, or it is not what <see cref="Write"/> left.</summary>
    public static T? TryRead<T>(string file, JsonTypeInfo<T> type)
        where T : class
    {
        if (!File.Exists(file)) return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(file), type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The file appears whole or not at all.</summary>
    public static void Write(string file, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        string temporary = $"{file}.{Environment.ProcessId}.tmp";
        File.WriteAllText(temporary, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(temporary, file, overwrite: true);
    }

    /// <summary>SHA-256 over the parts, each with its length, so that no two lists of parts meet in one key. 32 hex digits.</summary>
    public static string Key(params IEnumerable<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string part in parts)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes((long)bytes.Length));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
    }
}
