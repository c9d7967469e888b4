using System.Text;

namespace ModelGate.Models.Engines.Cpu;

/// <summary>
/// Where each packed matrix lies in a cache file. Computed from the checkpoint alone, so a file is valid only if its description equals the
/// expected one byte for byte.
/// </summary>
/// <remarks>
/// File: description (magic, version, content hash, device class independent list of matrices with offset and length, piece size),
/// checksums of all pieces, zeros up to a multiple of 4096, then the matrices, each 64-byte aligned.
/// </remarks>
internal sealed class PackedLayout
{
    /// <summary>Goes up with every change of a packed format or of this file.</summary>
    public const int FormatVersion = 1;

    private const int Alignment = 64;
    private const int PageBytes = 4096;

    private readonly long[] offsets;

    public PackedLayout(DecoderPlan plan, string contentHash)
    {
        offsets = new long[plan.Linears.Count];
        long end = 0;
        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] = end;
            end = Align(end + plan.Linears[i].PackedBytes, Alignment);
        }

        PayloadBytes = end;
        Pieces = checked((int)((PayloadBytes + PieceBytes - 1) / PieceBytes));
        Description = Describe(plan, contentHash);
        PayloadStart = Align(Description.Length + (sizeof(uint) * (long)Pieces), PageBytes);
    }

    /// <summary>Bytes under one checksum.</summary>
    public static int PieceBytes => 4 << 20;

    public byte[] Description { get; }

    public int Pieces { get; }

    public long PayloadBytes { get; }

    public long PayloadStart { get; }

    public long FileBytes => PayloadStart + PayloadBytes;

    /// <summary>From the start of the payload.</summary>
    public long Offset(int linear) => offsets[linear];

    private byte[] Describe(DecoderPlan plan, string contentHash)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write("ModelGate packed weights\n"u8);
        writer.Write(FormatVersion);
        writer.Write(contentHash);
        writer.Write(PieceBytes);
        writer.Write(PayloadBytes);
        writer.Write(plan.Linears.Count);
        foreach ((int index, FusedLinear linear) in plan.Linears.Index())
        {
            writer.Write(linear.Name);
            writer.Write(linear.Format.Name);
            writer.Write(linear.Rows);
            writer.Write(linear.Columns);
            writer.Write(offsets[index]);
            writer.Write(linear.PackedBytes);
        }

        writer.Flush();
        return stream.ToArray();
    }

    private static long Align(long value, int alignment) => (value + alignment - 1) / alignment * alignment;
}
