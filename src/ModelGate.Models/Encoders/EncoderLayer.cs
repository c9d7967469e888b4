using ModelGate.Models.Checkpoints;
using ModelGate.Numerics;
using ModelGate.Numerics.Blocks;

namespace ModelGate.Models.Encoders;

/// <summary>y = x · wᵀ + b with FP32 weights in the kernels' layout.</summary>
internal sealed unsafe class EncoderLinear : IDisposable
{
    private readonly NativeBuffer packed;

    /// <param name="modules">Read the same input; computed as one matrix, one below the other.</param>
    public EncoderLinear(EncoderTensors tensors, WorkerPool pool, params string[] modules)
    {
        TensorView[] parts = [.. modules.Select(module => tensors.Get($"{module}.weight"))];
        Bias = [.. modules.SelectMany(module => tensors.Get($"{module}.bias").ToSingles())];
        int columns = (int)parts[0].Shape[1];
        using var values = NativeBuffer.OfFloats((long)Bias.Length * columns);
        var sources = new RowSource[parts.Length];
        float* next = values.Floats;
        for (int i = 0; i < parts.Length; i++)
        {
            int count = checked((int)parts[i].ElementCount);
            parts[i].CopySingles(0, new Span<float>(next, count));
            sources[i] = new RowSource(next, (int)parts[i].Shape[0]);
            next += count;
        }

        packed = new NativeBuffer(F32Matrix.PackedBytes(Bias.Length, columns));
        F32Matrix.Pack(sources, columns, packed.Data, pool);
        Matrix = new F32Matrix(packed.Data, Bias.Length, columns);
    }

    public F32Matrix Matrix { get; }

    public float[] Bias { get; }

    public void Dispose() => packed.Dispose();
}

/// <summary>The weights of one layer.</summary>
internal sealed class EncoderLayer : IDisposable
{
    public EncoderLayer(EncoderTensors tensors, int index, WorkerPool pool)
    {
        string layer = EncoderTensors.Layer(index);
        string self = $"{layer}.attention.self";
        Qkv = new EncoderLinear(tensors, pool, $"{self}.query", $"{self}.key", $"{self}.value");
        AttentionOutput = new EncoderLinear(tensors, pool, $"{layer}.attention.output.dense");
        Up = new EncoderLinear(tensors, pool, $"{layer}.intermediate.dense");
        Down = new EncoderLinear(tensors, pool, $"{layer}.output.dense");
        AttentionNorm = tensors.Norm($"{layer}.attention.output");
        OutputNorm = tensors.Norm($"{layer}.output");
    }

    /// <summary>Queries, keys and values: (3·hidden × hidden).</summary>
    public EncoderLinear Qkv { get; }

    public EncoderLinear AttentionOutput { get; }

    public EncoderLinear Up { get; }

    public EncoderLinear Down { get; }

    public (float[] Weight, float[] Bias) AttentionNorm { get; }

    public (float[] Weight, float[] Bias) OutputNorm { get; }

    public void Dispose()
    {
        Qkv.Dispose();
        AttentionOutput.Dispose();
        Up.Dispose();
        Down.Dispose();
    }
}
