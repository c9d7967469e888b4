using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using ModelGate.Models.Diagnostics;
using ModelGate.Numerics;

namespace ModelGate.Models.Formats;

/// <summary>
/// Writes a checkpoint's tensors: <c>model.safetensors</c>, or shards with an index when they exceed the shard size. The index comes
/// last, so that an interrupted write leaves nothing that looks whole.
/// </summary>
public sealed partial class ShardedSafetensorsWriter : IDisposable
{
    /// <summary>20 GB, as llm-compressor saves.</summary>
    public const long DefaultShardBytes = 20_000_000_000;

    private const string IndexName = "model.safetensors.index.json";

    private static readonly JsonWriterOptions IndexFormat = new()
    {
        Indented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string directory;
    private readonly Dictionary<string, SafetensorsWriter> writerOf = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> weightMap = new(StringComparer.Ordinal);
    private readonly List<SafetensorsWriter> shards = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private long totalBytes;

    private ShardedSafetensorsWriter(string directory) => this.directory = directory;

    /// <summary>Opens all shards. Tensors fill them in the order given; one larger than a shard gets its own.</summary>
    /// <param name="directory">Created where absent. Older weights in it are replaced.</param>
    /// <exception cref="DiagnosticException">QG0209.</exception>
    public static ShardedSafetensorsWriter Create(
        string directory, IEnumerable<TensorLayout> tensors, long shardBytes = DefaultShardBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shardBytes, 1);
        SafetensorsWriter.Guard(directory, () => Directory.CreateDirectory(directory));

        List<List<TensorLayout>> plan = Split(tensors, shardBytes);
        var writer = new ShardedSafetensorsWriter(directory);
        try
        {
            for (int shard = 0; shard < plan.Count; shard++)
            {
                string name = plan.Count == 1 ? "model.safetensors" : $"model-{shard + 1:D5}-of-{plan.Count:D5}.safetensors";
                writer.OpenShard(name, plan[shard]);
            }

            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="SafetensorsWriter.Append"/>
    public void Append(string name, ReadOnlySpan<byte> bytes) => WriterOf(name).Append(name, bytes);

    /// <inheritdoc cref="SafetensorsWriter.Copy"/>
    public void Copy(string name, TensorView source) => WriterOf(name).Copy(name, source);

    /// <summary>Names all shards, removes the model files that an earlier write left, then writes the index.</summary>
    public void Commit()
    {
        SafetensorsWriter.Guard(directory, () =>
        {
            File.Delete(Path.Combine(directory, IndexName));
            return true;
        });
        foreach (SafetensorsWriter shard in shards) shard.Commit();
        SafetensorsWriter.Guard(directory, () =>
        {
            RemoveOlderShards();
            if (shards.Count > 1) WriteIndex();
            return true;
        });
    }

    public void Dispose()
    {
        foreach (SafetensorsWriter shard in shards) shard.Dispose();
    }

    private static List<List<TensorLayout>> Split(IEnumerable<TensorLayout> tensors, long shardBytes)
    {
        List<List<TensorLayout>> plan = [[]];
        long used = 0;
        foreach (TensorLayout tensor in tensors)
        {
            if (used > 0 && used + tensor.ByteCount > shardBytes)
            {
                plan.Add([]);
                used = 0;
            }

            plan[^1].Add(tensor);
            used += tensor.ByteCount;
        }

        return plan;
    }

    private void OpenShard(string name, List<TensorLayout> tensors)
    {
        SafetensorsWriter shard = SafetensorsWriter.Create(Path.Combine(directory, name), tensors);
        shards.Add(shard);
        names.Add(name);
        foreach (TensorLayout tensor in tensors)
        {
            writerOf.Add(tensor.Name, shard);
            weightMap.Add(tensor.Name, name);
            totalBytes += tensor.ByteCount;
        }
    }

    private SafetensorsWriter WriterOf(string name) =>
        writerOf.TryGetValue(name, out SafetensorsWriter? writer)
            ? writer
            : throw new ArgumentException($"No tensor '{name}' was announced.", nameof(name));

    private void RemoveOlderShards()
    {
        foreach (string path in Directory.EnumerateFiles(directory, "model*.safetensors"))
        {
            string name = Path.GetFileName(path);
            if (OwnName().IsMatch(name) && !names.Contains(name)) File.Delete(path);
        }
    }

    [GeneratedRegex(@"^model(-\d{5}-of-\d{5})?\.safetensors$")]
    private static partial Regex OwnName();

    private void WriteIndex()
    {
        string path = Path.Combine(directory, IndexName);
        string temporaryPath = path + ".partial";
        using (var file = new FileStream(temporaryPath, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            using (var json = new Utf8JsonWriter(file, IndexFormat))
            {
                json.WriteStartObject();
                json.WriteStartObject("metadata");
                json.WriteNumber("total_size", totalBytes);
                json.WriteEndObject();
                json.WriteStartObject("weight_map");
                foreach ((string tensor, string shard) in weightMap) json.WriteString(tensor, shard);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            file.Write("\n"u8);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporaryPath, path, overwrite: true);
    }
}
