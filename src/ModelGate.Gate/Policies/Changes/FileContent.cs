using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ModelGate.Gate.Policies.Changes;

/// <summary>
/// Whether two states of a file say the same: line ends may differ, as checkouts make them, and a Git LFS pointer stands for its content.
/// </summary>
internal static partial class FileContent
{
    /// <summary>Above this only equal bytes are the same.</summary>
    private const long MostTextBytes = 64 << 20;

    private const long MostPointerBytes = 1024;

    public static bool IsSame(FileTree before, FileTree after, string path)
    {
        using Stream? old = before.Open(path), now = after.Open(path);
        if (old is null || now is null) return old is null && now is null;
        byte[] oldHash = SHA256.HashData(old), nowHash = SHA256.HashData(now);
        if (oldHash.AsSpan().SequenceEqual(nowHash)) return true;
        if (old.Length <= MostPointerBytes && PointsTo(Text(old), nowHash)) return true;
        if (now.Length <= MostPointerBytes && PointsTo(Text(now), oldHash)) return true;
        return old.Length <= MostTextBytes && now.Length <= MostTextBytes && Bytes(old).AsSpan().SequenceEqual(Bytes(now));
    }

    private static bool PointsTo(string pointer, byte[] hash) =>
        LfsPointer().Match(pointer) is { Success: true } match && match.Groups[1].Value == Convert.ToHexStringLower(hash);

    private static string Text(Stream stream) => Encoding.UTF8.GetString(All(stream));

    /// <summary>With line feeds as the only line ends.</summary>
    private static byte[] Bytes(Stream stream)
    {
        byte[] bytes = All(stream);
        int kept = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            bool isLineEnd = bytes[i] == '\r' && i + 1 < bytes.Length && bytes[i + 1] == '\n';
            if (!isLineEnd) bytes[kept++] = bytes[i];
        }

        return bytes[..kept];
    }

    private static byte[] All(Stream stream)
    {
        byte[] bytes = new byte[stream.Length];
        stream.Position = 0;
        stream.ReadExactly(bytes);
        return bytes;
    }

    [GeneratedRegex(@"\Aversion https://git-lfs\.github\.com/spec/v1\n(?:ext-[^\n]*\n)*oid sha256:([0-9a-f]{64})\nsize \d+\n?\z")]
    private static partial Regex LfsPointer();
}
