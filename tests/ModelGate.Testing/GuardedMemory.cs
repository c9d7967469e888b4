using System.Runtime.InteropServices;

namespace ModelGate.Testing;

/// <summary>
/// Bytes that end where an inaccessible page begins, so that reading or writing past the end stops the process instead of passing by
/// luck. Elsewhere than on Linux it is plain memory.
/// </summary>
public sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int ProtectionNone = 0;
    private const int ProtectionReadWrite = 3;
    private const int PrivateAnonymous = 0x22;

    private readonly nint mapping;
    private readonly nuint mappedBytes;

    /// <param name="byteCount">The last of these bytes touches the guard page.</param>
    public GuardedMemory(long byteCount)
    {
        ByteCount = byteCount;
        if (!OperatingSystem.IsLinux())
        {
            mapping = (nint)NativeMemory.AlignedAlloc((nuint)Math.Max(byteCount, 1), 64);
            Data = (byte*)mapping;
            return;
        }

        nuint page = (nuint)Environment.SystemPageSize;
        nuint content = ((nuint)byteCount + page - 1) / page * page;
        mappedBytes = content + page;
        mapping = Map(0, mappedBytes, ProtectionReadWrite, PrivateAnonymous, -1, 0);
        if (mapping == -1 || Protect(mapping + (nint)content, page, ProtectionNone) != 0) throw new InvalidOperationException("mmap");
        Data = (byte*)mapping + content - (nuint)byteCount;
    }

    public byte* Data { get; }

    public long ByteCount { get; }

    public Span<byte> Bytes => new(Data, checked((int)ByteCount));

    /// <summary>A guarded copy.</summary>
    public static GuardedMemory Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var memory = new GuardedMemory((long)values.Length * sizeof(T));
        MemoryMarshal.AsBytes(values).CopyTo(memory.Bytes);
        return memory;
    }

    public void Dispose()
    {
        if (mappedBytes == 0) NativeMemory.AlignedFree((void*)mapping);
        else _ = Unmap(mapping, mappedBytes);
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nuint length);
}
