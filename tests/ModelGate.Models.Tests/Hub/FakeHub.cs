using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ModelGate.Models.Tests.Hub;

/// <summary>A request as it came over the wire.</summary>
internal sealed record FakeRequest(string Target, IReadOnlyDictionary<string, string> Headers);

/// <param name="Body">Null closes the connection without an answer.</param>
/// <param name="CutAfter">Bytes of the body after which the connection breaks.</param>
internal sealed record FakeReply(int Status, byte[]? Body, int? CutAfter = null, params string[] Headers);

/// <summary>The Hub's two addresses over plain sockets on loopback, so that a test can break a connection at any byte.</summary>
internal sealed class FakeHub : IDisposable
{
    public const string Id = "acme/tiny";
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;

    public FakeHub()
    {
        listener.Start();
        Answer = Default;
        serving = ServeAsync();
    }

    /// <summary>Files of the repository; large ones are announced by SHA-256, small ones by git's SHA-1.</summary>
    public Dictionary<string, (byte[] Content, bool IsLarge)> Files { get; } = [];

    public ConcurrentQueue<FakeRequest> Requests { get; } = [];

    /// <summary>Replaces the answer to a request; <see cref="Default"/> is the Hub's.</summary>
    public Func<FakeRequest, FakeReply> Answer { get; set; }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

#pragma warning disable CA5350 // Git names blobs by SHA-1.
    public static string HashOf(byte[] content, bool isLarge) => Convert.ToHexStringLower(
        isLarge ? SHA256.HashData(content) : SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));
#pragma warning restore CA5350

    public IEnumerable<FakeRequest> RequestsFor(string file) =>
        Requests.Where(request => request.Target.EndsWith($"/{file}", StringComparison.Ordinal));

    public FakeReply Default(FakeRequest request)
    {
        if (request.Target.StartsWith($"/api/models/{Id}/revision/", StringComparison.Ordinal))
            return new FakeReply(200, Encoding.UTF8.GetBytes(Describe().ToJsonString()));

        string prefix = $"/{Id}/resolve/{Commit}/";
        return request.Target.StartsWith(prefix, StringComparison.Ordinal)
            && Files.TryGetValue(request.Target[prefix.Length..], out var file)
            ? Serve(file.Content, request)
            : new FakeReply(404, [], null, "X-Error-Code: RevisionNotFound");
    }

    public static FakeReply Serve(byte[] content, FakeRequest request)
    {
        if (!request.Headers.TryGetValue("range", out string? range)) return new FakeReply(200, content);
        int from = int.Parse(range["bytes=".Length..^1]);
        return new FakeReply(206, content[from..], null, $"Content-Range: bytes {from}-{content.Length - 1}/{content.Length}");
    }

    public JsonObject Describe() => new()
    {
        ["sha"] = Commit,
        ["siblings"] = new JsonArray([.. Files.Select(pair => Describe(pair.Key, pair.Value.Content, pair.Value.IsLarge))]),
    };

    private static JsonObject Describe(string name, byte[] content, bool isLarge)
    {
        var file = new JsonObject { ["rfilename"] = name, ["size"] = content.Length, ["blobId"] = new string('a', 40) };
        if (isLarge) file["lfs"] = new JsonObject { ["sha256"] = HashOf(content, true), ["size"] = content.Length, ["pointerSize"] = 130 };
        else file["blobId"] = HashOf(content, false);
        return file;
    }

    public void Dispose()
    {
        stop.Cancel();
        listener.Stop();
        serving.GetAwaiter().GetResult();
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                TcpClient client = await listener.AcceptTcpClientAsync(stop.Token);
                _ = Task.Run(() => HandleAsync(client));
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task HandleAsync(TcpClient client)
    {
        using (client)
        {
            NetworkStream stream = client.GetStream();
            FakeRequest request = await ReadAsync(stream);
            Requests.Enqueue(request);
            FakeReply reply = Answer(request);
            if (reply.Body is not { } body) return;

            var head = new StringBuilder($"HTTP/1.1 {reply.Status} X\r\nContent-Length: {body.Length}\r\nConnection: close\r\n");
            foreach (string header in reply.Headers) head.Append(header).Append("\r\n");
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()));
            await stream.WriteAsync(body.AsMemory(0, reply.CutAfter ?? body.Length));
        }
    }

    private static async Task<FakeRequest> ReadAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        string target = (await reader.ReadLineAsync() ?? "").Split(' ').ElementAtOrDefault(1) ?? "";
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return new FakeRequest(target, headers);
    }
}
