using ModelGate.Gate.Locks;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Policies.Changes;

/// <summary>
/// Entries of the lock file beside the policy: one that changes moves what a name means, one that is new pins to its own choice.
/// </summary>
internal static class LockFileChanges
{
    public static IEnumerable<PolicyChange> Find(string policyPath, FileTree old, FileTree now)
    {
        string path = FileTree.Combine(FileTree.FolderOf(policyPath), LockFile.FileName)!;
        if (FileContent.IsSame(old, now, path)) return [];
        if (!TryRead(old, path, out SortedDictionary<string, Pin> before) | !TryRead(now, path, out SortedDictionary<string, Pin> after))
        {
            return [new(PolicyChangeKind.LockFile, $"lock file {path}", "as in the base", "changed, and cannot be read")];
        }

        return from name in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
               let was = before.GetValueOrDefault(name)
               let becomes = after.GetValueOrDefault(name)
               where was != becomes
               select new PolicyChange(PolicyChangeKind.LockFile, $"{name} in {path}", was?.Shown, becomes?.Shown);
    }

    /// <summary>What each name is pinned to; nothing where there is no lock file.</summary>
    private static bool TryRead(FileTree tree, string path, out SortedDictionary<string, Pin> pins)
    {
        SortedDictionary<string, Pin> found = pins = new(StringComparer.Ordinal);
        if (tree.ReadText(path) is not { } text) return true;
        try
        {
            LockFile read = LockFile.Parse(text, path);
            foreach ((string name, LockedModel model) in read.Models) Add(name, model.Commit, model.Sha256);
            foreach ((string name, LockedDataset dataset) in read.Datasets)
            {
                Add(name, dataset.Revision);
                foreach ((string split, LockedSplit rows) in dataset.Splits)
                {
                    Add($"{name}, {split}", $"{rows.Rows} rows", rows.Sha256);
                }
            }

            return true;
        }
        catch (DiagnosticException)
        {
            return false;
        }

        void Add(string name, params string[] values) =>
            found[name] = new(string.Join(' ', values), string.Join(", ", values.Select(Short)));
    }

    /// <summary>Enough to tell apart, and whole where somebody put something else there.</summary>
    private static string Short(string hash) => hash.Length is 40 or 64 ? hash[..12] : hash;

    /// <param name="Exact">What is compared.</param>
    private sealed record Pin(string Exact, string Shown);
}
