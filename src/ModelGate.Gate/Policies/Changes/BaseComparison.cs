using System.Security.Cryptography;
using ModelGate.Gate.Gates;
using ModelGate.Gate.Records;
using ModelGate.Gate.Tasks;
using ModelGate.Measurement.Accuracy;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Policies.Changes;

/// <summary>What a change does to the policy of its base branch and to everything that the gate depends on.</summary>
/// <param name="Base">What was compared with: a commit or a folder.</param>
/// <param name="BaseSha256">Of the base's policy file; null where the base has none.</param>
/// <param name="Gates">The base's; none where its policy is not there or cannot be read.</param>
/// <param name="Changes">Those that could turn a fail into a pass.</param>
/// <param name="Notes">Full sentences.</param>
public sealed record BaseComparison(
    string Base, string? BaseSha256, IReadOnlyList<GateRule> Gates, IReadOnlyList<PolicyChangeRecord> Changes,
    IReadOnlyList<string> Notes)
{
    /// <param name="head">The changed policy, read from its file.</param>
    public static BaseComparison Of(BaseFiles files, Policy head, Catalog catalog, TaskLibrary tasks)
    {
        byte[]? content = files.Base.Read(files.PolicyPath);
        string? hash = content is null ? null : Convert.ToHexStringLower(SHA256.HashData(content));
        List<PolicyChange> changes = [];
        PolicyState? before = null;
        if (content is not null)
        {
            try
            {
                before = PolicyState.Read(content, files.PolicyPath, catalog);
                byte[] now = File.ReadAllBytes(Path.GetFullPath(Path.GetFileName(head.File), head.Folder));
                changes.AddRange(PolicyDifferences.Of(before, PolicyState.Read(now, head.File, catalog), Resolve));
                changes.AddRange(new NamedFileChanges(before.Policy, files.PolicyPath, files.Base, files.Head).Find());
                changes.AddRange(LockFileChanges.Find(files.PolicyPath, files.Base, files.Head));
            }
            catch (DiagnosticException error) when (before is null)
            {
                changes.Add(new(
                    PolicyChangeKind.Policy, "the base's policy, which this version cannot read",
                    string.Join(" ", error.Diagnostics.Select(found => $"{found.Problem} (line {found.At.Line})")), "as it is now"));
            }
        }

        changes.AddRange(RemovedPolicies.Find(files.Base, files.Head));
        changes.AddRange(ToolChanges.Find(files.PolicyPath, files.Base, files.Head, countsAdded: content is not null));
        changes.AddRange(WorkflowChanges.Find(files.Base, files.Head, countsAdded: content is not null));
        IReadOnlyList<PolicyChangeKind> allowed = before?.Policy.MayChange ?? PolicyChangeKind.AllowedByDefault;
        return new(
            files.Name, hash, before?.Policy.Gates ?? [], [.. changes.Distinct().Select(change => change.ToRecord(allowed))],
            content is null ? [$"The base {files.Name} has no {files.PolicyPath}: the gate is new, and no earlier one holds it."] : []);

        TaskSelection? Resolve(TaskEntry entry)
        {
            try
            {
                return tasks.Resolve(entry.Task, entry.At, head.Folder);
            }
            catch (DiagnosticException)
            {
                return null;
            }
        }
    }

    /// <param name="findings">Of <see cref="Gates"/>, on what the run measured.</param>
    public PolicyComparisonRecord Record(IReadOnlyList<FindingRecord> findings) => new(Base, BaseSha256, Changes, findings);
}
