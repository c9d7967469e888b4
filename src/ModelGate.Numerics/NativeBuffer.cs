using System.Runtime.InteropServices;

namespace ModelGate.Numerics;

/// <summary>64-byte aligned memory outside the managed heap; not cleared.</summary>
public sealed unsafe class NativeBuffer : IDisposable
{
    public const int Alignment = 64;

    private byte* data;

    public NativeBuffer(long byteCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(byteCount);
        ByteCount = byteCount;
        data = (byte*)NativeMemory.AlignedAlloc((nuint)Math.Max(byteCount, Alignment), Alignment);
        GC.AddMemoryPressure(Math.Max(byteCount, 1));
    }

    ~NativeBuffer() => Free();

    public long ByteCount { get; }

    public byte* Data => data is null ? throw new ObjectDisposedException(nameof(NativeBuffer)) : data;

    public float* Floats => (float*)Data;

    public static NativeBuffer OfFloats(long count) => new(checked(count * sizeof(float)));

    public void Clear() => NativeMemory.Clear(Data, (nuint)ByteCount);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (data is null) return;
        NativeMemory.AlignedFree(data);
        data = null;
        GC.RemoveMemoryPressure(Math.Max(ByteCount, 1));
    }
}
