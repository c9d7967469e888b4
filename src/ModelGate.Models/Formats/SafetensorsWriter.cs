using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using ModelGate.Models.Diagnostics;
using ModelGate.Numerics;

namespace ModelGate.Models.Formats;

/// <summary>
/// Writes one safetensors file whose tensors are known beforehand and whose bytes come in any order, so that no model is ever whole in
/// memory. The bytes depend on the tensors only: sorted by type (widest first) and name, header padded with spaces to a multiple of 8,
/// as the reference writer does. The file appears under its name only when it is complete and on disk.
/// </summary>
public sealed unsafe class SafetensorsWriter : IDisposable
{
    private const long LargestPiece = 1 << 24;

    private readonly string path;
    private readonly string temporaryPath;
    private readonly SafeFileHandle file;
    private readonly Dictionary<string, Slot> slots;
    private bool committed;

    private SafetensorsWriter(string path, SafeFileHandle file, Dictionary<string, Slot> slots)
    {
        this.path = path;
        temporaryPath = TemporaryPath(path);
        this.file = file;
        this.slots = slots;
    }

    /// <exception cref="DiagnosticException">QG0209: the file cannot be created, or the disk is full.</exception>
    /// <exception cref="ArgumentException">Two tensors of one name, or a name that the format reserves.</exception>
    public static SafetensorsWriter Create(string path, IEnumerable<TensorLayout> tensors)
    {
        TensorLayout[] ordered = [.. tensors
            .OrderBy(tensor => FileOrder(tensor.Type))
            .ThenBy(tensor => tensor.Name, StringComparer.Ordinal)];
        byte[] header = Header(ordered);

        var slots = new Dictionary<string, Slot>(ordered.Length, StringComparer.Ordinal);
        long position = header.Length;
        foreach (TensorLayout tensor in ordered)
        {
            slots.Add(tensor.Name, new Slot(position, tensor));
            position += tensor.ByteCount;
        }

        return Guard(path, () =>
        {
            SafeFileHandle file = File.OpenHandle(TemporaryPath(path), FileMode.Create, FileAccess.Write, FileShare.None);
            try
            {
                RandomAccess.SetLength(file, position);
                RandomAccess.Write(file, header, 0);
                return new SafetensorsWriter(path, file, slots);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        });
    }

    /// <summary>Appends bytes to a tensor: several calls, in order, fill it.</summary>
    /// <exception cref="ArgumentException">The tensor is unknown, or it has fewer bytes left.</exception>
    public void Append(string name, ReadOnlySpan<byte> bytes)
    {
        Slot slot = slots.TryGetValue(name, out Slot? found)
            ? found
            : throw new ArgumentException($"No tensor '{name}' was announced.", nameof(name));
        if (bytes.Length > slot.Tensor.ByteCount - slot.Written)
            throw new ArgumentException(
                $"Tensor '{name}' has {slot.Tensor.ByteCount} bytes, {slot.Written} of them written.", nameof(bytes));

        try
        {
            RandomAccess.Write(file, bytes, slot.Position + slot.Written);
        }
        catch (IOException failed)
        {
            throw WriteFailed(path, failed);
        }

        slot.Written += bytes.Length;
    }

    /// <summary>Copies a whole tensor byte for byte.</summary>
    /// <exception cref="ArgumentException">Type or shape is not what was announced.</exception>
    public void Copy(string name, TensorView source)
    {
        TensorLayout expected = slots[name].Tensor;
        if (source.Type != expected.Type || !source.Shape.SequenceEqual(expected.Shape.Span))
            throw new ArgumentException($"Tensor '{name}' is {source}, not what was announced.", nameof(source));

        long byteCount = source.ByteCount;
        for (long done = 0; done < byteCount; done += LargestPiece)
            Append(name, new ReadOnlySpan<byte>(source.Data + done, (int)Math.Min(LargestPiece, byteCount - done)));
    }

    /// <summary>Flushes to disk and gives the file its name.</summary>
    /// <exception cref="InvalidOperationException">A tensor lacks bytes.</exception>
    public void Commit()
    {
        foreach (Slot slot in slots.Values)
        {
            if (slot.Written != slot.Tensor.ByteCount)
                throw new InvalidOperationException($"Tensor '{slot.Tensor.Name}' has {slot.Written} of {slot.Tensor.ByteCount} bytes.");
        }

        Guard(path, () =>
        {
            RandomAccess.FlushToDisk(file);
            file.Dispose();
            File.Move(temporaryPath, path, overwrite: true);
            return true;
        });
        committed = true;
    }

    /// <summary>Removes what was written unless it was committed.</summary>
    public void Dispose()
    {
        if (committed) return;
        file.Dispose();
        File.Delete(temporaryPath);
    }

    internal static T Guard<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw WriteFailed(path, failed);
        }
    }

    private static DiagnosticException WriteFailed(string path, Exception failed) => new(
        CheckpointCodes.WriteFailed, new SourcePoint(path), $"The file cannot be written: {failed.Message}",
        "Check the free space and permissions of the output folder.");

    private static string TemporaryPath(string path) => path + ".partial";

    /// <summary>Rank in the reference writer's order (descending dtype of tensor.rs).</summary>
    private static int FileOrder(DType type) => type switch
    {
        DType.I64 => 0,
        DType.F32 => 1,
        DType.I32 => 2,
        DType.BF16 => 3,
        DType.F16 => 4,
        DType.F8E4M3 => 5,
        DType.I8 => 6,
        DType.U8 => 7,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private static byte[] Header(TensorLayout[] tensors)
    {
        using var buffer = new MemoryStream();
        buffer.Write(stackalloc byte[sizeof(ulong)]);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString("format", "pt");
            json.WriteEndObject();
            long position = 0;
            foreach (TensorLayout tensor in tensors)
            {
                if (tensor.Name == "__metadata__") throw new ArgumentException("A tensor cannot be named '__metadata__'.", nameof(tensors));
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", tensor.Type.SafetensorsName);
                json.WriteStartArray("shape");
                foreach (long dimension in tensor.Shape.Span) json.WriteNumberValue(dimension);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(position);
                json.WriteNumberValue(position += tensor.ByteCount);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (buffer.Length % 8 != 0) buffer.WriteByte((byte)' ');
        byte[] header = buffer.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)(header.Length - sizeof(ulong)));
        return header;
    }

    private sealed class Slot(long position, TensorLayout tensor)
    {
        public long Position { get; } = position;

        public TensorLayout Tensor { get; } = tensor;

        public long Written { get; set; }
    }
}
