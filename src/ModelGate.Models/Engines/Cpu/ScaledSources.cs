using ModelGate.Models.Checkpoints;
using ModelGate.Numerics;
using ModelGate.Numerics.Blocks;

namespace ModelGate.Models.Engines.Cpu;

/// <summary>The row sources of stacked quantized weights, their scales widened to FP32; holds that memory while packing.</summary>
internal sealed unsafe class ScaledSources(int count) : IDisposable
{
    private readonly List<NativeBuffer> buffers = [];
    private readonly RowSource[] sources = new RowSource[count];
    private int added;

    public ReadOnlySpan<RowSource> Rows => sources.AsSpan(0, added);

    /// <param name="scale">[rows, groups], or one scale for all.</param>
    public void Add(byte* codes, int rows, TensorView scale, int groups)
    {
        long values = (long)rows * groups;
        float* floats = (float*)Take(values * sizeof(float));
        if (scale.ElementCount == values)
        {
            for (int row = 0; row < rows; row++)
            {
                scale.CopySingles((long)row * groups, new Span<float>(floats + ((nint)row * groups), groups));
            }
        }
        else
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(scale.ElementCount, 1);
            float single = 0;
            scale.CopySingles(0, new Span<float>(ref single));
            for (long i = 0; i < values; i++) floats[i] = single;
        }

        sources[added++] = new RowSource(codes, rows, floats);
    }

    public byte* Take(long bytes)
    {
        var buffer = new NativeBuffer(bytes);
        buffers.Add(buffer);
        return buffer.Data;
    }

    public void Dispose()
    {
        foreach (NativeBuffer buffer in buffers) buffer.Dispose();
    }
}
