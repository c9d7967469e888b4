using ModelGate.Gate.Yaml;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Policies.Changes;

/// <summary>Policies of the base that are gone: deleted, or moved to where nothing holds them to what they were.</summary>
internal static class RemovedPolicies
{
    public static IEnumerable<PolicyChange> Find(FileTree old, FileTree now) =>
        from path in old.Below("")
        where Path.GetExtension(path) is ".yml" or ".yaml" && !now.Has(path) && IsPolicy(old, path)
        orderby path
        select new PolicyChange(PolicyChangeKind.Policy, $"policy {path}", "in force", null);

    private static bool IsPolicy(FileTree tree, string path)
    {
        try
        {
            return tree.ReadText(path) is { } text && YamlFile.Parse(text, path, PolicyCodes.Form) is YamlMapping root
                && root["candidates"] is YamlMapping && root["gates"] is YamlSequence;
        }
        catch (DiagnosticException)
        {
            return false;
        }
    }
}
