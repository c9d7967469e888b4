using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Hub;

/// <summary>The Hub's two addresses.</summary>
internal sealed class FakeHub : FakeServer
{
    public const string Id = "acme/tiny";
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    public FakeHub() => Answer = Default;

    /// <summary>Files of the repository; large ones are announced by SHA-256, small ones by git's SHA-1.</summary>
    public Dictionary<string, (byte[] Content, bool IsLarge)> Files { get; } = [];

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
}
