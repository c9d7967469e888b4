using System.Text.Json.Nodes;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Formats;
using ModelGate.Numerics;

namespace ModelGate.Testing;

/// <summary>
/// A seeded two-layer decoder of any supported family whose configuration and tensors a test may change before it is written.
/// </summary>
public sealed class TinyCheckpoint
{
    private TinyCheckpoint(JsonObject config) => Config = config;

    /// <summary>Becomes <c>config.json</c>.</summary>
    public JsonObject Config { get; }

    /// <summary>Becomes the safetensors file, in this order.</summary>
    public OrderedDictionary<string, TinyTensor> Tensors { get; } = [];

    /// <summary>Hidden 64, MLP 128, 4 query and 2 key heads of 16, vocabulary 96, BF16 weights of deviation 0.05.</summary>
    public static TinyCheckpoint Of(ModelArchitecture architecture, int seed = 1)
    {
        string name = architecture.ToString();
        var config = new JsonObject
        {
            ["architectures"] = new JsonArray($"{name}ForCausalLM"),
            ["model_type"] = name.ToLowerInvariant(),
            ["bos_token_id"] = 1,
            ["eos_token_id"] = 2,
            ["head_dim"] = 16,
            ["hidden_act"] = "silu",
            ["hidden_size"] = 64,
            ["intermediate_size"] = 128,
            ["max_position_embeddings"] = 256,
            ["num_attention_heads"] = 4,
            ["num_hidden_layers"] = 2,
            ["num_key_value_heads"] = 2,
            ["rms_norm_eps"] = 1e-6,
            ["rope_theta"] = 10000.0,
            ["tie_word_embeddings"] = false,
            ["torch_dtype"] = "bfloat16",
            ["vocab_size"] = 96,
        };
        var checkpoint = new TinyCheckpoint(config);
        checkpoint.FillTensors(seed);
        return checkpoint;
    }

    /// <summary>Draws all tensors that <see cref="Config"/> now demands, unquantized; norms are near 1.</summary>
    public void FillTensors(int seed)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Combine("config.json"), Config.ToJsonString());
        ModelConfig config = ModelConfig.Read(folder.Path);
        var random = new Random(seed);

        Tensors.Clear();
        foreach ((string tensor, long[] shape) in DecoderModules.Others(config))
            Tensors[tensor] = TinyTensor.Normal(random, tensor.Contains("norm", StringComparison.Ordinal) ? 1 : 0, 0.05f, shape);
        foreach (LinearModule linear in DecoderModules.Linears(config))
        {
            Tensors[$"{linear.Name}.weight"] = TinyTensor.Normal(random, 0, 0.05f, linear.Rows, linear.Columns);
            if (linear.HasBias) Tensors[$"{linear.Name}.bias"] = TinyTensor.Normal(random, 0, 0.05f, linear.Rows);
        }
    }

    /// <summary>Writes config and weights; a small shard size gives shards and an index.</summary>
    public void Write(string directory, long shardBytes = ShardedSafetensorsWriter.DefaultShardBytes)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, "config.json"), Config.ToJsonString());
        using var writer = ShardedSafetensorsWriter.Create(
            directory, Tensors.Select(pair => new TensorLayout(pair.Key, pair.Value.Type, pair.Value.Shape)), shardBytes);
        foreach ((string name, TinyTensor tensor) in Tensors) writer.Append(name, tensor.Bytes);
        writer.Commit();
    }
}

/// <summary>A tensor with bytes of its own.</summary>
public sealed record TinyTensor(DType Type, long[] Shape, byte[] Bytes)
{
    public static TinyTensor BF16(long[] shape, params ReadOnlySpan<float> values)
    {
        byte[] bytes = new byte[2 * values.Length];
        for (int i = 0; i < values.Length; i++) BitConverter.TryWriteBytes(bytes.AsSpan(2 * i), BFloat16.FromSingle(values[i]));
        return new TinyTensor(DType.BF16, shape, bytes);
    }

    public static TinyTensor Constant(float value, params long[] shape)
    {
        float[] values = new float[shape.Aggregate(1L, (product, dimension) => product * dimension)];
        Array.Fill(values, value);
        return BF16(shape, values);
    }

    public static TinyTensor Zeros(DType type, params long[] shape) =>
        new(type, shape, new byte[shape.Aggregate((long)type.SizeInBytes, (product, dimension) => product * dimension)]);

    public static TinyTensor I64(params ReadOnlySpan<long> values) =>
        new(DType.I64, [values.Length], System.Runtime.InteropServices.MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>Gaussian values (Box–Muller) in BF16.</summary>
    public static TinyTensor Normal(Random random, float mean, float deviation, params long[] shape)
    {
        float[] values = new float[shape.Aggregate(1L, (product, dimension) => product * dimension)];
        for (int i = 0; i < values.Length; i++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            values[i] = mean + (deviation * (float)(radius * Math.Cos(2 * Math.PI * random.NextDouble())));
        }

        return BF16(shape, values);
    }
}
