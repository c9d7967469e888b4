using ModelGate.Models.Diagnostics;
using ModelGate.Models.Formats;
using ModelGate.Numerics;

namespace ModelGate.Models.Checkpoints;

/// <summary>A read-only, memory-mapped model directory: tensors, configuration, quantization; identified by content.</summary>
public sealed class Checkpoint : IDisposable
{
    private readonly SafetensorsCollection tensors;

    private Checkpoint(string directory, ModelConfig config, SafetensorsCollection tensors)
    {
        Directory = directory;
        Config = config;
        this.tensors = tensors;
    }

    public string Directory { get; }

    public ModelConfig Config { get; }

    /// <summary>Views live as long as the checkpoint.</summary>
    public IReadOnlyDictionary<string, TensorView> Tensors => tensors;

    /// <summary>Bytes of all tensors of all safetensors files, headers not counted.</summary>
    public long TensorByteCount => tensors.TensorByteCount;

    /// <summary>The linear layer <paramref name="module"/>, such as <c>model.layers.0.self_attn.q_proj</c>.</summary>
    /// <exception cref="DiagnosticException">QG0230 and up: a tensor is missing or not as the configuration says.</exception>
    public LinearWeights Linear(string module)
    {
        if (!Tensors.TryGetValue($"{module}.weight", out TensorView weight))
        {
            throw new DiagnosticException(
                CheckpointCodes.TensorMissing, new SourcePoint(Directory), $"Tensor '{module}.weight' is missing.",
                "Download or copy the checkpoint again.");
        }

        TensorView? bias = Tensors.TryGetValue($"{module}.bias", out TensorView found) ? found : null;
        return new LinearWeights.Dense((int)weight.Shape[0], (int)weight.Shape[1], bias, weight);
    }

    /// <exception cref="DiagnosticException">QG0201 to QG0237: what is wrong with files, headers or configuration.</exception>
    public static Checkpoint Open(string directory)
    {
        ModelConfig config = ModelConfig.Read(directory);
        return new Checkpoint(directory, config, SafetensorsCollection.Open(directory));
    }

    public void Dispose() => tensors.Dispose();
}
