using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace ModelGate.Models.Engines.Cpu;

/// <summary>
/// A whole file as memory. The bytes are not on the managed heap; read-only pages are the operating system's to drop and read again.
/// </summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;

    /// <param name="handle">Of a file that is not empty; owned from here on.</param>
    public MappedFile(SafeFileHandle handle, bool writable)
    {
        long length = RandomAccess.GetLength(handle);
        MemoryMappedFileAccess access = writable ? MemoryMappedFileAccess.ReadWrite : MemoryMappedFileAccess.Read;
        map = MemoryMappedFile.CreateFromFile(handle, null, length, access, HandleInheritability.None, leaveOpen: false);
        view = map.CreateViewAccessor(0, length, access);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        Data = start + view.PointerOffset;
    }

    public byte* Data { get; }

    public void Dispose()
    {
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        map.Dispose();
    }
}
