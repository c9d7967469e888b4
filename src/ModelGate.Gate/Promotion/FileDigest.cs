using System.Buffers;
using System.Security.Cryptography;

namespace ModelGate.Gate.Promotion;

/// <summary>SHA-256 of a file of any size, read once, and copied on the way where wanted.</summary>
internal static class FileDigest
{
    private const int BufferBytes = 1 << 20;

    /// <param name="copy">Where the bytes go too; null where they are only read.</param>
    /// <returns>64 lower-case hex digits.</returns>
    public static string Of(string file, Stream? copy, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using FileStream source = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int read;
            while ((read = source.Read(buffer)) > 0)
            {
                cancel.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, read);
                copy?.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Copies to a new file.</summary>
    public static string Copy(string file, string to, CancellationToken cancel)
    {
        using FileStream copy = new(to, FileMode.CreateNew, FileAccess.Write);
        return Of(file, copy, cancel);
    }
}
