using System.Text.RegularExpressions;

namespace ModelGate.Gate.Policies.Changes;

/// <summary>
/// Workflows that mention the tool, and the local actions and reusable workflows that these use, however deep. Other workflows are none of
/// the gate's business.
/// </summary>
internal static partial class WorkflowChanges
{
    private const string Folder = ".github";

    /// <param name="countsAdded">Whether a file that only the change has counts; not where the gate itself is new.</param>
    public static IEnumerable<PolicyChange> Find(FileTree old, FileTree now, bool countsAdded)
    {
        foreach (string path in Relevant(old).Union(Relevant(now)).Order(StringComparer.Ordinal))
        {
            bool isOld = old.Has(path), isNow = now.Has(path);
            if ((!isOld && !countsAdded) || FileContent.IsSame(old, now, path)) continue;
            yield return new(
                PolicyChangeKind.Workflow, $"workflow file {path}", isOld ? "as in the base" : null,
                !isNow ? null : isOld ? "changed" : "added");
        }
    }

    private static HashSet<string> Relevant(FileTree tree)
    {
        Dictionary<string, string> texts = tree.Below(Folder)
            .Where(path => path.StartsWith(Folder + "/workflows/", StringComparison.Ordinal)
                || path.StartsWith(Folder + "/actions/", StringComparison.Ordinal))
            .ToDictionary(path => path, path => tree.ReadText(path) ?? "", StringComparer.Ordinal);
        HashSet<string> relevant = new(StringComparer.Ordinal);
        Queue<string> open = new(texts.Where(file => file.Value.Contains("quantgate", StringComparison.OrdinalIgnoreCase))
            .Select(file => UnitOf(file.Key)));
        while (open.TryDequeue(out string? unit))
        {
            foreach ((string path, string text) in texts.Where(file => UnitOf(file.Key) == unit && relevant.Add(file.Key)))
            {
                foreach (Match used in LocalUse().Matches(text))
                {
                    string target = FileTree.Combine("", used.Groups[1].Value) ?? "";
                    string? found = texts.Keys.FirstOrDefault(
                        file => file == target || file.StartsWith(target + "/", StringComparison.Ordinal));
                    if (found is not null) open.Enqueue(UnitOf(found));
                }
            }
        }

        return relevant;
    }

    /// <summary>An action is all files of its folder, a workflow is one file.</summary>
    private static string UnitOf(string path)
    {
        string[] parts = path.Split('/');
        return parts[1] == "actions" && parts.Length > 3 ? string.Join('/', parts[..3]) : path;
    }

    [GeneratedRegex("""uses\s*:\s*["']?(\./[^\s"'#,}]+)""")]
    private static partial Regex LocalUse();
}
