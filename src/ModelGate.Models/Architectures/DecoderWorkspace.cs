using ModelGate.Models.Checkpoints;
using ModelGate.Numerics;

namespace ModelGate.Models.Architectures;

/// <summary>
/// The activations between the operations of one layer, for at most <see cref="MaxRows"/> rows; reused for every layer and chunk.
/// </summary>
internal sealed unsafe class DecoderWorkspace : IDisposable
{
    private readonly NativeBuffer memory;

    public DecoderWorkspace(ModelConfig config, int maxRows)
    {
        MaxRows = maxRows;
        QkvWidth = config.QueryWidth + (2 * config.KeyValueWidth);
        long rows = maxRows;
        long normed = Padded(rows * config.HiddenSize);
        long qkv = Padded(rows * QkvWidth);
        long attention = Padded(rows * config.QueryWidth);
        long gateUp = Padded(rows * 2 * config.IntermediateSize);
        long activated = Padded(rows * config.IntermediateSize);
        memory = NativeBuffer.OfFloats((3 * normed) + qkv + attention + gateUp + activated);
        Hidden = memory.Floats;
        Normed = Hidden + normed;
        Projected = Normed + normed;
        Qkv = Projected + normed;
        Attention = Qkv + qkv;
        GateUp = Attention + attention;
        Activated = GateUp + gateUp;
    }

    public int MaxRows { get; }

    public int QkvWidth { get; }

    /// <summary>[rows][hidden], the residual stream.</summary>
    public float* Hidden { get; }

    /// <summary>[rows][hidden].</summary>
    public float* Normed { get; }

    /// <summary>[rows][hidden], what is added to the residual stream.</summary>
    public float* Projected { get; }

    /// <summary>[rows][q, then k, then v].</summary>
    public float* Qkv { get; }

    /// <summary>[rows][heads · head dimension].</summary>
    public float* Attention { get; }

    /// <summary>[rows][gate, then up].</summary>
    public float* GateUp { get; }

    /// <summary>[rows][intermediate].</summary>
    public float* Activated { get; }

    public void Dispose() => memory.Dispose();

    private static long Padded(long floats) => (floats + 15) & ~15L;
}
