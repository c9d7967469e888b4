using ModelGate.Gate.Locks;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Policies.Changes;

/// <summary>Entries of the lock file beside the policy: one that changes moves what a name means, one that is new pins to its own choice.</summary>
internal static class LockFileChanges
{
    public static IEnumerable<PolicyChange> Find(string policyPath, FileTree old, FileTree now)
    {
        string path = FileTree.Combine(FileTree.FolderOf(policyPath), LockFile.FileName)!;
        if (FileContent.IsSame(old, now, path)) return [];
        if (!TryRead(old, path, out SortedDictionary<string, string> before) | !TryRead(now, path, out SortedDictionary<string, string> after))
        {
            return [new(PolicyChangeKind.LockFile, $"lock file {path}", "as in the base", "changed, and cannot be read")];
        }

        return from name in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
               let was = before.GetValueOrDefault(name)
               let becomes = after.GetValueOrDefault(name)
               where was != becomes
               select new PolicyChange(PolicyChangeKind.LockFile, $"{name} in {path}", was, becomes);
    }

    /// <summary>What each name is pinned to; nothing where there is no lock file.</summary>
    private static bool TryRead(FileTree tree, string path, out SortedDictionary<string, string> pins)
    {
        pins = new(StringComparer.Ordinal);
        if (tree.ReadText(path) is not { } text) return true;
        try
        {
            LockFile read = LockFile.Parse(text, path);
            foreach ((string name, LockedModel model) in read.Models) pins[name] = $"{Short(model.Commit)} ({Short(model.Sha256)})";
            foreach ((string name, LockedDataset dataset) in read.Datasets)
            {
                pins[name] = Short(dataset.Revision);
                foreach ((string split, LockedSplit rows) in dataset.Splits)
                {
                    pins[$"{name}, {split}"] = $"{rows.Rows} rows ({Short(rows.Sha256)})";
                }
            }

            return true;
        }
        catch (DiagnosticException)
        {
            return false;
        }
    }

    /// <summary>Enough to tell apart, and whole where somebody put something else there.</summary>
    private static string Short(string hash) => hash.Length is 40 or 64 ? hash[..12] : hash;
}
