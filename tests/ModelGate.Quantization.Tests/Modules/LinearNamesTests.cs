using ModelGate.Models.Formats;
using ModelGate.Numerics;
using ModelGate.Quantization.Modules;
using ModelGate.Testing;

namespace ModelGate.Quantization.Tests.Modules;

public sealed class LinearNamesTests
{
    [Theory]
    [InlineData("model.layers.0.self_attn.q_proj", true)]
    [InlineData("transformer.h.3.mlp.dense_4h_to_h", true)]
    [InlineData("model.layers.0.mlp.experts.7.gate_proj", true)]
    [InlineData("model.layers.0.block_sparse_moe.experts.1.w2", true)]
    [InlineData("model.layers.0.mlp.gate_proj", true)]
    [InlineData("lm_head", false)]
    [InlineData("model.embed_tokens", false)]
    [InlineData("transformer.wte", false)]
    [InlineData("model.layers.0.mlp.gate", false)]
    [InlineData("model.layers.0.block_sparse_moe.gate", false)]
    [InlineData("model.layers.0.feed_forward.router", false)]
    [InlineData("model.layers.0.mlp.shared_expert_gate", false)]
    [InlineData("model.visual.blocks.0.attn.qkv", false)]
    [InlineData("model.vision_tower.layers.0.fc1", false)]
    [InlineData("model.layers.0.weird_norm", false)]
    [InlineData("mtp.layers.0.mlp.up_proj", false)]
    [InlineData("embed_out", false)]
    public void Find_names_of_many_architectures_are_told_apart(string module, bool isQuantized)
    {
        using var folder = new TemporaryFolder();
        Write(folder, ($"{module}.weight", DType.BF16, [4, 8]), ("other.up_proj.weight", DType.BF16, [4, 8]));
        using SafetensorsCollection tensors = SafetensorsCollection.Open(folder.Path);
        Assert.Equal(isQuantized, LinearNames.Find(tensors).Quantizable.Any(linear => linear.Name == module));
    }

    [Theory]
    [InlineData("embed_out", true)]
    [InlineData("lm_head", true)]
    [InlineData("model.embed_tokens", false)]
    public void Find_heads_are_linear_layers_to_be_ignored_and_tables_are_none(string module, bool isKept)
    {
        using var folder = new TemporaryFolder();
        Write(folder, ($"{module}.weight", DType.BF16, [4, 8]));
        using SafetensorsCollection tensors = SafetensorsCollection.Open(folder.Path);
        Assert.Equal(isKept, LinearNames.Find(tensors).Kept.Any(linear => linear.Name == module));
    }

    [Fact]
    public void Find_layer_ten_follows_layer_nine()
    {
        using var folder = new TemporaryFolder();
        Write(folder, ("h.10.up.weight", DType.BF16, [4, 8]), ("h.9.up.weight", DType.BF16, [4, 8]), ("h.1.up.weight", DType.BF16, [4, 8]));
        using SafetensorsCollection tensors = SafetensorsCollection.Open(folder.Path);
        Assert.Equal(["h.1.up", "h.9.up", "h.10.up"], LinearNames.Find(tensors).Quantizable.Select(linear => linear.Name));
    }

    [Fact]
    public void Find_vectors_stacks_and_integers_are_no_linear_layers()
    {
        using var folder = new TemporaryFolder();
        Write(folder, ("a.weight", DType.BF16, [4]), ("b.weight", DType.BF16, [2, 4, 8]), ("c.weight", DType.I8, [4, 8]),
            ("d.bias", DType.BF16, [4, 8]), ("e.weight", DType.F16, [2, 3]));
        using SafetensorsCollection tensors = SafetensorsCollection.Open(folder.Path);
        Assert.Equal(new SourceLinear("e", 2, 3, 12), Assert.Single(LinearNames.Find(tensors).Quantizable));
    }

    private static void Write(TemporaryFolder folder, params (string Name, DType Type, long[] Shape)[] tensors)
    {
        using var writer = SafetensorsWriter.Create(
            folder.Combine("model.safetensors"), tensors.Select(tensor => new TensorLayout(tensor.Name, tensor.Type, tensor.Shape)));
        foreach ((string name, DType type, long[] shape) in tensors) writer.Append(name, TinyTensor.Zeros(type, shape).Bytes);
        writer.Commit();
    }
}
