using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ModelGate.GitHub.Tests.Fakes;

/// <summary>Files of the repository by commit or branch.</summary>
public sealed class FakeGitHubContents(FakeGitHub fake)
{
    private readonly ConcurrentDictionary<(string Reference, string Path), byte[]> _files = [];

    public void Set(string reference, string path, string text) => Set(reference, path, Encoding.UTF8.GetBytes(text));

    public void Set(string reference, string path, byte[] bytes) => _files[(reference, path)] = bytes;

    internal void Map(RouteGroupBuilder repository) => repository.MapGet("/contents/{**path}", (HttpContext context, string path) =>
    {
        string reference = context.Request.Query["ref"].FirstOrDefault() ?? fake.DefaultBranch;
        bool isRaw = context.Request.Headers.Accept.ToString().Contains("raw", StringComparison.Ordinal);
        if (_files.TryGetValue((reference, path), out byte[]? bytes))
        {
            return isRaw ? Results.Bytes(bytes, "application/vnd.github.raw+json; charset=utf-8") : FakeAnswers.Json(new JsonObject
            {
                ["type"] = "file", ["encoding"] = "base64", ["path"] = path, ["content"] = Convert.ToBase64String(bytes),
            });
        }

        JsonNode[] entries =
        [
            .. _files.Keys.Where(key => key.Reference == reference && key.Path.StartsWith($"{path}/", StringComparison.Ordinal))
                .Select(key => new JsonObject { ["type"] = "file", ["path"] = key.Path }),
        ];
        return entries.Length > 0 ? FakeAnswers.Json(new JsonArray(entries)) : FakeAnswers.NotFound;
    });
}
