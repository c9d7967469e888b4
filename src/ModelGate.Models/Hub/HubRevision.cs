using System.Text.Json;
using System.Text.RegularExpressions;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Models.Hub;

/// <summary>A file of a repository.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Hash">64 hex digits: SHA-256 of the content (large files). 40: SHA-1 of the git blob. It names the blob in the
/// cache.</param>
public sealed record HubFile(string Name, long Size, string Hash);

/// <summary>What a revision is: one commit and its files.</summary>
internal sealed partial record HubRevision(string Commit, IReadOnlyList<HubFile> Files)
{
    /// <summary>Reads the reply of <c>/api/models/ID/revision/REVISION?blobs=true</c>; nothing in it is trusted as a path.</summary>
    /// <exception cref="DiagnosticException">QG0407.</exception>
    public static HubRevision Parse(ReadOnlyMemory<byte> json, HubReference reference)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            string commit = document.RootElement.GetProperty("sha").GetString() ?? "";
            if (!HubReference.IsCommit(commit)) throw Wrong(reference, $"the commit is '{commit}'");

            var files = new List<HubFile>();
            foreach (JsonElement sibling in document.RootElement.GetProperty("siblings").EnumerateArray())
            {
                string name = sibling.GetProperty("rfilename").GetString() ?? "";
                if (!IsSafe(name)) throw Wrong(reference, $"the file name '{name}' leaves its folder");
                if (ModelFiles.IsWanted(name)) files.Add(ReadFile(name, sibling, reference));
            }

            return new HubRevision(commit, files);
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Wrong(reference, $"it is not the expected JSON ({wrong.Message})");
        }
    }

    private static HubFile ReadFile(string name, JsonElement sibling, HubReference reference)
    {
        bool isLarge = sibling.TryGetProperty("lfs", out JsonElement lfs) && lfs.ValueKind == JsonValueKind.Object;
        string? hash = isLarge
            ? (lfs.TryGetProperty("sha256", out JsonElement sha) || lfs.TryGetProperty("oid", out sha) ? sha.GetString() : null)
            : sibling.GetProperty("blobId").GetString();
        long size = (isLarge ? lfs : sibling).GetProperty("size").GetInt64();
        bool valid = hash is not null && (isLarge ? Sha256() : Sha1()).IsMatch(hash) && size >= 0;
        return valid ? new HubFile(name, size, hash!) : throw Wrong(reference, $"size or hash of '{name}' is missing");
    }

    /// <summary>A relative path below its folder, on every operating system.</summary>
    internal static bool IsSafe(string name) =>
        name.Length > 0 && !name.Contains('\\', StringComparison.Ordinal) && !name.Contains(':', StringComparison.Ordinal)
        && !name.Any(char.IsControl) && name.Split('/').All(part => part is not ("" or "." or ".."));

    private static DiagnosticException Wrong(HubReference reference, string problem) => new(
        HubCodes.ReplyWrong, new SourcePoint(reference.ToString()), $"The Hub's reply about the model cannot be used: {problem}.",
        "Check HF_ENDPOINT; a mirror must answer as the Hub does.");

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Sha256();

    [GeneratedRegex(@"\A[0-9a-f]{40}\z")]
    private static partial Regex Sha1();
}
