using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using ModelGate.Models.Diagnostics;
using ModelGate.Numerics;

namespace ModelGate.Models.Formats;

/// <summary>
/// A safetensors file mapped into memory, read-only. Its header is validated whole before any view is handed out; views live as long
/// as the reader. The file must not be shortened meanwhile.
/// </summary>
public sealed unsafe class SafetensorsReader : IDisposable
{
    private const int LengthBytes = sizeof(ulong);

    private readonly MemoryMappedFile mapping;
    private readonly MemoryMappedViewAccessor accessor;
    private readonly Dictionary<string, SafetensorsEntry> entries;
    private byte* start;

    private SafetensorsReader(string path)
    {
        Path = path;
        using FileStream file = OpenFile(path);
        long fileLength = file.Length;
        if (fileLength < LengthBytes)
            throw Truncated(path, $"The file has {fileLength} bytes; a safetensors file begins with an 8-byte header length.");

        mapping = MemoryMappedFile.CreateFromFile(
            file, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        accessor = mapping.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        accessor.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        start += accessor.PointerOffset;

        try
        {
            ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(new ReadOnlySpan<byte>(start, LengthBytes));
            if (headerLength > SafetensorsHeader.MaximumLength)
            {
                throw new DiagnosticException(
                    CheckpointCodes.HeaderUnreadable, new SourcePoint(path),
                    $"The header length is {headerLength}, above the limit of {SafetensorsHeader.MaximumLength}.",
                    "This is not a safetensors file, or it is damaged; download it again.");
            }

            if ((long)headerLength > fileLength - LengthBytes)
                throw Truncated(path, $"The header is {headerLength} bytes long, the file only {fileLength}.");

            DataOffset = LengthBytes + (long)headerLength;
            Header = SafetensorsHeader.Parse(
                new ReadOnlySpan<byte>(start + LengthBytes, (int)headerLength), fileLength - DataOffset, path);
            entries = Header.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Path { get; }

    public SafetensorsHeader Header { get; }

    /// <summary>Where the data begins in the file, in bytes.</summary>
    public long DataOffset { get; }

    /// <exception cref="DiagnosticException">QG0201 to QG0207: the file is absent, cut off, or its header lies.</exception>
    public static SafetensorsReader Open(string path) => new(path);

    public bool Contains(string name) => entries.ContainsKey(name);

    /// <exception cref="KeyNotFoundException">The file has no such tensor.</exception>
    public TensorView this[string name] => View(entries[name]);

    public TensorView View(SafetensorsEntry entry)
    {
        ObjectDisposedException.ThrowIf(start is null, this);
        return new TensorView(entry.Type, entry.Shape, start + DataOffset + entry.Begin);
    }

    public void Dispose()
    {
        if (start is null) return;
        start = null;
        accessor.SafeMemoryMappedViewHandle.ReleasePointer();
        accessor.Dispose();
        mapping.Dispose();
    }

    private static FileStream OpenFile(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(
                CheckpointCodes.FileMissing, new SourcePoint(path), $"The file cannot be read: {missing.Message}",
                "Download or copy the checkpoint again, and check the file's permissions.");
        }
    }

    private static DiagnosticException Truncated(string path, string problem) =>
        new(CheckpointCodes.FileTruncated, new SourcePoint(path), problem, "Download or copy the file again.");
}
