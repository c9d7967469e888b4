using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Formats;
using ModelGate.Numerics;

namespace ModelGate.Benchmarks.Engine;

/// <summary>A checkpoint of random BF16 weights in the shape of a 1.1-billion-parameter Llama: 2.2 GB.</summary>
internal static class SyntheticCheckpoint
{
    public static void Write(string directory)
    {
        var config = new JsonObject
        {
            ["architectures"] = new JsonArray("LlamaForCausalLM"),
            ["model_type"] = "llama",
            ["bos_token_id"] = 1,
            ["eos_token_id"] = 2,
            ["head_dim"] = 64,
            ["hidden_act"] = "silu",
            ["hidden_size"] = 2048,
            ["intermediate_size"] = 8192,
            ["max_position_embeddings"] = 4096,
            ["num_attention_heads"] = 32,
            ["num_hidden_layers"] = 16,
            ["num_key_value_heads"] = 8,
            ["rms_norm_eps"] = 1e-5,
            ["rope_theta"] = 500000.0,
            ["tie_word_embeddings"] = false,
            ["torch_dtype"] = "bfloat16",
            ["vocab_size"] = 32000,
        };
        File.WriteAllText(Path.Combine(directory, "config.json"), config.ToJsonString());
        ModelConfig shape = ModelConfig.Read(directory);
        TensorLayout[] tensors =
        [
            .. DecoderModules.Others(shape).Select(other => new TensorLayout(other.Tensor, DType.BF16, other.Shape)),
            .. DecoderModules.Linears(shape).Select(linear =>
                new TensorLayout($"{linear.Name}.weight", DType.BF16, new long[] { linear.Rows, linear.Columns })),
        ];
        using var writer = ShardedSafetensorsWriter.Create(directory, tensors);
        ulong state = 1;
        foreach (TensorLayout tensor in tensors)
        {
            var bytes = new byte[tensor.ByteCount];
            Fill(MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan()), isNorm: tensor.Shape.Length == 1, ref state);
            writer.Append(tensor.Name, bytes);
        }

        writer.Commit();
    }

    /// <summary>Norms are 1; weights have magnitudes from 1/64 to 1/32 and random signs, so that activations keep their size.</summary>
    private static void Fill(Span<ushort> weights, bool isNorm, ref ulong state)
    {
        if (isNorm)
        {
            weights.Fill(BFloat16.FromSingle(1));
            return;
        }

        for (int i = 0; i < weights.Length; i++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            weights[i] = (ushort)(((state & 1) << 15) | 0x3C80 | ((state >> 8) & 0x7F));
        }
    }
}
