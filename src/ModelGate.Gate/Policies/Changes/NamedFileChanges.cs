namespace ModelGate.Gate.Policies.Changes;

/// <summary>Content of files that the base's policy names, wherever they lie in the repository.</summary>
internal sealed class NamedFileChanges(Policy before, string policyPath, FileTree old, FileTree now)
{
    private readonly string folder = FileTree.FolderOf(policyPath);

    public IEnumerable<PolicyChange> Find() =>
    [
        .. Tasks(),
        .. before.Tasks.SelectMany(entry => new[] { entry.Data, entry.FewshotData })
            .SelectMany(path => Single(PolicyChangeKind.Documents, "documents", path)),
        .. Folder(PolicyChangeKind.Documents, "documents", before.DataFolder),
        .. Single(
            PolicyChangeKind.Calibration, "calibration text",
            before.Calibration.Data?.Value is { } data and not CalibrationPolicy.RandomTokens ? data : null),
        .. Single(PolicyChangeKind.Judge, "baseline's answers", before.Judge?.Settings.BaselineAnswers),
        .. Folder(PolicyChangeKind.Baseline, "baseline", PathOf(before.Baseline.Value)),
        .. Folder(PolicyChangeKind.Similarity, "encoder", PathOf(before.Similarity.BertScoreModel?.Value)),
        .. Folder(PolicyChangeKind.Similarity, "encoder", PathOf(before.Similarity.StsModel?.Value)),
    ];

    private IEnumerable<PolicyChange> Tasks()
    {
        foreach (TaskEntry entry in before.Tasks.Where(entry => Path.GetExtension(entry.Task) is ".yaml" or ".yml"))
        {
            // Outside the repository no pull request reaches it; where it is gone, the policy names another or is wrong.
            if (FileTree.Combine(folder, entry.Task) is not { } path || !old.Has(path) || !now.Has(path)) continue;
            TaskFileContent content = TaskFileContent.Of(old, path), changed = TaskFileContent.Of(now, path);
            if (content.Text != changed.Text)
            {
                yield return new(PolicyChangeKind.TaskFiles, $"task file {path}", "as in the base", "changed", entry.At.Line);
            }

            foreach (string named in content.Files.Union(changed.Files).Where(named => named != path))
            {
                string subject = $"file {named} of task file {path}";
                foreach (PolicyChange change in Compare(PolicyChangeKind.TaskFiles, subject, named)) yield return change;
            }
        }
    }

    private IEnumerable<PolicyChange> Single(PolicyChangeKind kind, string what, string? path) =>
        path is not null && FileTree.Combine(folder, path) is { } file ? Compare(kind, $"{what} {file}", file) : [];

    private IEnumerable<PolicyChange> Folder(PolicyChangeKind kind, string what, string? path) =>
        path is null || FileTree.Combine(folder, path) is not { } directory
            ? []
            : old.Below(directory).Union(now.Below(directory)).Order(StringComparer.Ordinal)
                .SelectMany(file => Compare(kind, $"{what} {file}", file));

    private IEnumerable<PolicyChange> Compare(PolicyChangeKind kind, string subject, string file)
    {
        if (FileContent.IsSame(old, now, file)) yield break;
        yield return new(
            kind, subject, old.Has(file) ? "as in the base" : null, now.Has(file) ? old.Has(file) ? "changed" : "added" : null);
    }

    private static string? PathOf(ModelReference? model) => model is ModelReference.Folder directory ? directory.Path : null;
}
