using System.Buffers;

namespace ModelGate.GitHub.Api;

/// <summary>Reads a body to its end, or to a limit whatever its headers promise.</summary>
internal static class LimitedBody
{
    /// <returns>At most one byte more than <paramref name="mostBytes"/>, which then tells that there is more.</returns>
    public static async Task<byte[]> ReadAsync(HttpContent content, int mostBytes, CancellationToken cancel)
    {
        using Stream stream = await content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        using MemoryStream body = new();
        byte[] piece = ArrayPool<byte>.Shared.Rent(64 << 10);
        try
        {
            while (body.Length <= mostBytes)
            {
                int wanted = (int)Math.Min(piece.Length, mostBytes + 1L - body.Length);
                int read = await stream.ReadAsync(piece.AsMemory(0, wanted), cancel).ConfigureAwait(false);
                if (read == 0) break;
                body.Write(piece, 0, read);
            }

            return body.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }
}
