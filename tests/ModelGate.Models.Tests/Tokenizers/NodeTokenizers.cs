using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Tokenizers;

/// <summary>What is asked of the npm package @huggingface/tokenizers.</summary>
internal sealed record NodeRequest(
    JsonNode Tokenizer, JsonNode Config, bool AddSpecialTokens, IReadOnlyList<string> Texts, IReadOnlyList<int[]> IdLists);

/// <summary>Ids of the request's texts, and texts of its id lists.</summary>
internal sealed record NodeAnswer(int[][] Ids, string[] Texts);

/// <summary>Runs tests/node/tokenize.mjs once for all requests.</summary>
internal static class NodeTokenizers
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>Why the oracle cannot run, or null.</summary>
    public static string? Absence =>
        Directory.Exists(Path.Combine(Folder, "node_modules", "@huggingface", "tokenizers"))
            ? null
            : "The npm package @huggingface/tokenizers is absent; run 'npm ci' in tests/node.";

    private static string Folder => Path.Combine(Repository.Root, "tests", "node");

    public static async Task<NodeAnswer[]> AskAsync(IReadOnlyList<NodeRequest> requests, CancellationToken cancel)
    {
        ProcessStartInfo start = new("node", "tokenize.mjs")
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(cancel);
        Task<NodeAnswer[]?> answers =
            JsonSerializer.DeserializeAsync<NodeAnswer[]>(process.StandardOutput.BaseStream, Options, cancel).AsTask();
        await JsonSerializer.SerializeAsync(process.StandardInput.BaseStream, requests, Options, cancel);
        process.StandardInput.Close();
        try
        {
            return (await answers)!;
        }
        catch (JsonException)
        {
            throw new InvalidOperationException($"tokenize.mjs failed: {await errors}");
        }
        finally
        {
            await process.WaitForExitAsync(cancel);
        }
    }
}
