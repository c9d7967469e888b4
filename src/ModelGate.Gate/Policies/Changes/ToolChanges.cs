using System.Text.Json;

namespace ModelGate.Gate.Policies.Changes;

/// <summary>The tool's version in tool manifests, and where packages come from.</summary>
internal static class ToolChanges
{
    private const string Package = "dotnet-quantgate";

    private static readonly string[] Manifests = [".config/dotnet-tools.json", "dotnet-tools.json"];

    /// <summary>In the spellings that NuGet reads on a file system that tells case.</summary>
    private static readonly string[] Sources = ["nuget.config", "NuGet.config", "NuGet.Config"];

    /// <param name="countsAdded">Whether what only the change has counts; not where the gate itself is new.</param>
    public static IEnumerable<PolicyChange> Find(string policyPath, FileTree old, FileTree now, bool countsAdded)
    {
        for (string? folder = FileTree.FolderOf(policyPath); folder is not null;
            folder = folder.Length == 0 ? null : FileTree.FolderOf(folder))
        {
            foreach (string manifest in Manifests.Select(name => FileTree.Combine(folder, name)!))
            {
                string? before = EntryOf(old, manifest), after = EntryOf(now, manifest);
                if (before == after || (before is null && !countsAdded)) continue;
                yield return new(PolicyChangeKind.ToolVersion, $"tool in {manifest}", before, after);
            }

            foreach (string source in Sources.Select(name => FileTree.Combine(folder, name)!))
            {
                bool isOld = old.Has(source), isNow = now.Has(source);
                if ((!isOld && !countsAdded) || FileContent.IsSame(old, now, source)) continue;
                yield return new(
                    PolicyChangeKind.Workflow, $"package sources {source}", isOld ? "as in the base" : null,
                    !isNow ? null : isOld ? "changed" : "added");
            }
        }
    }

    /// <summary>The version, and the entry as it is where there is more than a version and commands; null without an entry.</summary>
    private static string? EntryOf(FileTree tree, string path)
    {
        if (tree.Read(path) is not { } content) return null;
        try
        {
            using JsonDocument manifest = JsonDocument.Parse(
                content.AsMemory(content.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0),
                new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            if (manifest.RootElement.ValueKind != JsonValueKind.Object
                || !manifest.RootElement.TryGetProperty("tools", out JsonElement tools) || tools.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            // Package names are not told apart by case.
            JsonElement[] entries = [.. tools.EnumerateObject()
                .Where(tool => tool.Name.Equals(Package, StringComparison.OrdinalIgnoreCase))
                .Select(tool => tool.Value)];
            return entries is [{ ValueKind: JsonValueKind.Object } entry] && entry.TryGetProperty("version", out JsonElement version)
                ? $"{version}{(entry.TryGetProperty("rollForward", out JsonElement roll) ? $", roll forward {roll}" : "")}"
                : entries.Length == 0 ? null : string.Join(", ", entries);
        }
        catch (JsonException)
        {
            return "a manifest that is not JSON";
        }
    }
}
