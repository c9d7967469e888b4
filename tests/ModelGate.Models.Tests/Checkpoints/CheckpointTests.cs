using ModelGate.Models.Checkpoints;
using ModelGate.Numerics;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Checkpoints;

public sealed class CheckpointTests
{
    [Fact]
    public void Open_demo_model_gives_its_configuration_and_tensors()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Repository.DemoModel);

        Assert.Equal(ModelArchitecture.Llama, checkpoint.Config.Architecture);
        Assert.Equal((256, 4, 8, 4, 32), (checkpoint.Config.HiddenSize, checkpoint.Config.LayerCount, checkpoint.Config.HeadCount,
            checkpoint.Config.KeyValueHeadCount, checkpoint.Config.HeadDim));
        Assert.Equal([1019, 1022], checkpoint.Config.EosTokenIds);
        var dense = Assert.IsType<LinearWeights.Dense>(checkpoint.Linear("model.layers.0.self_attn.k_proj"));
        Assert.Equal((128, 256, DType.BF16), (dense.Rows, dense.Columns, dense.Weight.Type));
        Assert.Equal(checkpoint.Tensors.Values.Sum(tensor => tensor.ByteCount), checkpoint.TensorByteCount);
    }
}
