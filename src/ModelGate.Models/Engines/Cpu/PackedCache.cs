using System.Numerics;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using ModelGate.Models.Diagnostics;
using ModelGate.Numerics;

namespace ModelGate.Models.Engines.Cpu;

/// <summary>
/// One file of packed weights for each checkpoint content and format version. A file that is shorter, of another version or damaged is not
/// used: it is written anew, under a temporary name first, so that a reader never sees half of one.
/// </summary>
internal sealed unsafe class PackedCache(string directory, string contentHash, PackedLayout layout)
{
    public string Path { get; } = System.IO.Path.Combine(directory, $"{contentHash}.v{PackedLayout.FormatVersion}.packed");

    /// <summary>
    /// Null where there is no file that is whole, of this layout and with the right checksums. Reading all of it also brings it into
    /// memory.
    /// </summary>
    public MappedFile? TryOpen(WorkerPool pool)
    {
        if (!File.Exists(Path)) return null;
        SafeFileHandle handle = File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        if (RandomAccess.GetLength(handle) != layout.FileBytes)
        {
            handle.Dispose();
            return null;
        }

        var file = new MappedFile(handle, writable: false);
        if (new ReadOnlySpan<byte>(file.Data, layout.Description.Length).SequenceEqual(layout.Description)
            && Checksums(file.Data + layout.PayloadStart, pool).AsSpan().SequenceEqual(StoredChecksums(file)))
        {
            return file;
        }

        file.Dispose();
        return null;
    }

    /// <param name="pack">Fills the payload at the address it is given.</param>
    /// <exception cref="DiagnosticException">QG0803.</exception>
    public void Write(Packer pack, WorkerPool pool)
    {
        string temporary = $"{Path}.{Environment.ProcessId}.partial";
        try
        {
            Directory.CreateDirectory(directory);
            // Space is reserved first: a full disk is an error here, while a write to a mapped hole would end the process.
            SafeFileHandle handle = File.OpenHandle(
                temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None, FileOptions.None, layout.FileBytes);
            RandomAccess.SetLength(handle, layout.FileBytes);
            using (var file = new MappedFile(handle, writable: true))
            {
                pack(file.Data + layout.PayloadStart);
                layout.Description.CopyTo(new Span<byte>(file.Data, layout.Description.Length));
                Checksums(file.Data + layout.PayloadStart, pool).CopyTo(StoredChecksums(file));
            }

            File.Move(temporary, Path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(
                EngineCodes.CacheNotWritable, new SourcePoint(Path),
                $"The cache of packed weights ({layout.FileBytes >> 20} MiB) cannot be written: {e.Message}",
                "Free space, choose another cache folder, or run without one.");
        }
        finally
        {
            if (File.Exists(temporary)) File.Delete(temporary);
        }
    }

    private Span<uint> StoredChecksums(MappedFile file) => new(file.Data + layout.Description.Length, layout.Pieces);

    private uint[] Checksums(byte* payload, WorkerPool pool)
    {
        var sums = new uint[layout.Pieces];
        pool.Run(sums.Length, (piece, _) =>
        {
            long start = (long)piece * PackedLayout.PieceBytes;
            sums[piece] = Checksum(payload + start, (nint)Math.Min(PackedLayout.PieceBytes, layout.PayloadBytes - start));
        });
        return sums;
    }

    /// <summary>CRC-32C of four interleaved streams of 8 bytes, which hides the latency of the instruction.</summary>
    /// <param name="byteCount">A multiple of 64.</param>
    private static uint Checksum(byte* data, nint byteCount)
    {
        uint a = 0, b = 1, c = 2, d = 3;
        for (nint i = 0; i < byteCount; i += 32)
        {
            a = BitOperations.Crc32C(a, Unsafe.ReadUnaligned<ulong>(data + i));
            b = BitOperations.Crc32C(b, Unsafe.ReadUnaligned<ulong>(data + i + 8));
            c = BitOperations.Crc32C(c, Unsafe.ReadUnaligned<ulong>(data + i + 16));
            d = BitOperations.Crc32C(d, Unsafe.ReadUnaligned<ulong>(data + i + 24));
        }

        return BitOperations.Crc32C(BitOperations.Crc32C(BitOperations.Crc32C(a, b), c), d);
    }

    internal delegate void Packer(byte* payload);
}
