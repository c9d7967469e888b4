using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ModelGate.Testing;

/// <summary>A request as it came over the wire.</summary>
/// <param name="Body">Empty for a GET.</param>
public sealed record FakeRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body);

/// <param name="Body">Null closes the connection without an answer.</param>
/// <param name="CutAfter">Bytes of the body after which the connection breaks.</param>
public sealed record FakeReply(int Status, byte[]? Body, int? CutAfter = null, params string[] Headers)
{
    public static FakeReply Json(string json, int status = 200, params string[] headers) =>
        new(status, Encoding.UTF8.GetBytes(json), null, ["Content-Type: application/json", .. headers]);
}

/// <summary>A web server over plain sockets on loopback, so that a test can break a connection at any byte.</summary>
public class FakeServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;

    public FakeServer()
    {
        listener.Start();
        serving = ServeAsync();
    }

    /// <summary>In the order they came.</summary>
    public ConcurrentQueue<FakeRequest> Requests { get; } = [];

    /// <summary>Gives the answer to each request.</summary>
    public Func<FakeRequest, FakeReply> Answer { get; set; } = _ => new FakeReply(404, []);

    public string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        stop.Cancel();
        serving.GetAwaiter().GetResult();
        listener.Stop();
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
        // Latin 1 keeps every byte, so that a body is counted in bytes.
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        string[] line = (await reader.ReadLineAsync() ?? "").Split(' ');
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync() is { Length: > 0 } header)
        {
            int colon = header.IndexOf(':', StringComparison.Ordinal);
            headers[header[..colon]] = header[(colon + 1)..].Trim();
        }

        int length = headers.TryGetValue("Content-Length", out string? stated) ? int.Parse(stated, CultureInfo.InvariantCulture) : 0;
        char[] body = new char[length];
        int read = length == 0 ? 0 : await reader.ReadBlockAsync(body);
        return new FakeRequest(
            line[0], line.ElementAtOrDefault(1) ?? "", headers, Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(body, 0, read)));
    }
}
