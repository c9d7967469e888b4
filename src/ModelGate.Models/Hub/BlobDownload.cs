using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Models.Hub;

/// <summary>Brings one file into the cache: goes on where an earlier try stopped, and names the blob only when its hash is right.</summary>
internal sealed class BlobDownload(HubTransport transport, HubCache cache, HubReference reference, TimeProvider clock)
{
    private const int BufferBytes = 1 << 18;

    /// <summary>A connection that gives no byte for so long is taken for lost.</summary>
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(100);

    /// <param name="commit">The snapshot that shows the file afterwards.</param>
    /// <param name="received">Told the bytes on disk after each piece.</param>
    public async Task FetchAsync(Uri address, string commit, HubFile file, Action<long> received, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(cache.BlobPath(file.Hash))!);
        await using FileStream held = await LockAsync(cache.LockPath(file.Hash), cancel).ConfigureAwait(false);

        string blob = cache.BlobPath(file.Hash);
        if (!File.Exists(blob) || new FileInfo(blob).Length != file.Size)
        {
            string incomplete = blob + ".incomplete";
            await FillAsync(address, file, incomplete, received, cancel).ConfigureAwait(false);
            await DemandHashAsync(incomplete, file, cancel).ConfigureAwait(false);
            File.Move(incomplete, blob, overwrite: true);
        }

        cache.Link(commit, file);
    }

    private async Task DemandHashAsync(string incomplete, HubFile file, CancellationToken cancel)
    {
        string hash = await HashAsync(incomplete, file, cancel).ConfigureAwait(false);
        if (hash == file.Hash) return;
        File.Delete(incomplete);
        throw new DiagnosticException(
            HubCodes.HashWrong, new SourcePoint(reference.ToString()),
            $"What came for '{file.Name}' has the hash {hash}; the Hub says {file.Hash}. It was deleted.",
            "Try again; if it persists, a proxy or mirror alters the file.");
    }

    /// <summary>Appends until the file has its size; every byte that comes gives the connection new tries.</summary>
    private async Task FillAsync(Uri address, HubFile file, string incomplete, Action<long> received, CancellationToken cancel)
    {
        await using var output = new FileStream(
            incomplete, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        if (output.Length > file.Size) output.SetLength(0);

        for (int attempt = 1; output.Length < file.Size; attempt++)
        {
            long before = output.Length;
            try
            {
                await ReceiveAsync(address, file, output, received, cancel).ConfigureAwait(false);
            }
            catch (LostConnectionException lost)
            {
                if (output.Length > before) attempt = 0;
                else if (attempt == HubTransport.Attempts) throw transport.Unreachable(reference, lost.Message);
                await transport.DelayAsync(Math.Max(attempt, 1), asked: null, cancel).ConfigureAwait(false);
            }
        }

        output.Flush(flushToDisk: true);
    }

    private async Task ReceiveAsync(Uri address, HubFile file, FileStream output, Action<long> received, CancellationToken cancel)
    {
        long from = output.Length;
        using HttpResponseMessage response = await transport.GetAsync(address, from, reference, cancel).ConfigureAwait(false);

        bool continues = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == from;
        if (!continues)
        {
            output.SetLength(0);
            if (response.StatusCode != HttpStatusCode.OK) throw new LostConnectionException("the server refused to continue the file");
        }

        output.Position = output.Length;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            Stream body = await OpenAsync(response, cancel).ConfigureAwait(false);
            while (true)
            {
                int count = await ReadAsync(body, buffer, cancel).ConfigureAwait(false);
                if (count == 0) break;
                if (output.Length + count > file.Size) throw Longer(file);
                await output.WriteAsync(buffer.AsMemory(0, count), cancel).ConfigureAwait(false);
                received(output.Length);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (output.Length < file.Size) throw new LostConnectionException("the connection ended early");
    }

    private DiagnosticException Longer(HubFile file) => new(
        HubCodes.HashWrong, new SourcePoint(reference.ToString()),
        $"More bytes came for '{file.Name}' than the {file.Size} that the Hub says.",
        "Try again; if it persists, a proxy or mirror alters the file.");

    private static async Task<Stream> OpenAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        try
        {
            return await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        }
        catch (Exception lost) when (HubTransport.IsLoss(lost, cancel))
        {
            throw new LostConnectionException(lost.Message);
        }
    }

    /// <summary>Only the network's failures become a lost connection; the disk's stay what they are.</summary>
    private async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancel)
    {
        using var idle = new CancellationTokenSource(IdleLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, cancel);
        try
        {
            return await body.ReadAsync(buffer, either.Token).ConfigureAwait(false);
        }
        catch (Exception lost) when (HubTransport.IsLoss(lost, cancel))
        {
            throw new LostConnectionException(idle.IsCancellationRequested ? $"no byte came for {IdleLimit.TotalSeconds} s" : lost.Message);
        }
    }

    private static async Task<string> HashAsync(string path, HubFile file, CancellationToken cancel)
    {
        bool isGitBlob = file.Hash.Length == 40;
#pragma warning disable CA5350 // Git names small files by SHA-1; TLS protects the transfer.
        using var hash = IncrementalHash.CreateHash(isGitBlob ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256);
#pragma warning restore CA5350
        if (isGitBlob) hash.AppendData(Encoding.ASCII.GetBytes($"blob {file.Size}\0"));

        await using var input = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        for (int count; (count = await input.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0;) hash.AppendData(buffer, 0, count);
        ArrayPool<byte>.Shared.Return(buffer);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>One download of a blob at a time, among processes too.</summary>
    private async Task<FileStream> LockAsync(string path, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(LockPoll, clock, cancel).ConfigureAwait(false);
            }
        }
    }

    private sealed class LostConnectionException(string message) : Exception(message);
}
