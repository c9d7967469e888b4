using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Policies.Changes;

/// <summary>Finds commits and roots of git repositories.</summary>
internal static class GitBase
{
    public const string NoSuchBase = "QG0132";

    public const string Unreadable = "QG0133";

    public static BaseFiles Find(string reference, string policyFile, string currentDirectory)
    {
        if (Place(policyFile, out string error) is not var (root, policyPath))
        {
            throw Wrong($"The policy lies in no git repository that can be read: {error}", Folder(reference, currentDirectory)
                ?? "Give a folder that holds the base, as --base ./base; where git speaks of ownership, add the folder to safe.directory.");
        }

        Git git = new(root);
        GitResult commit = git.Run("rev-parse", "--verify", "--quiet", "--end-of-options", reference + "^{commit}");
        if (commit.ExitCode != 0)
        {
            bool isShallow = git.Run("rev-parse", "--is-shallow-repository").Text == "true";
            throw Wrong(
                $"There is no commit '{reference}' here{(isShallow ? ", and this is a shallow clone" : "")}.",
                Folder(reference, currentDirectory) ?? (isShallow
                    ? "Fetch it: 'fetch-depth: 2' in actions/checkout brings HEAD^1, 'fetch-depth: 0' everything."
                    : "Fetch the base branch, or name a commit, branch or tag that 'git log' knows."));
        }

        string id = commit.Text;
        string name = id.StartsWith(reference, StringComparison.OrdinalIgnoreCase) ? id : $"{reference} ({id})";
        return new(name, GitTree.OfCommit(git, id), GitTree.OfWorkingTree(git), policyPath, root);
    }

    /// <summary>Null where the file lies in no repository, or git is not there to say so.</summary>
    public static (string Root, string PolicyPath)? TryPlace(string policyFile)
    {
        try
        {
            return Place(policyFile, out _);
        }
        catch (DiagnosticException missing) when (missing.Diagnostics[0].Code == Git.Missing)
        {
            return null;
        }
    }

    /// <summary>What git has of a folder that is a repository's root; else what lies in it.</summary>
    public static FileTree TreeOf(string root)
    {
        bool isRoot = Path.Exists(Path.Combine(root, ".git")) && TryPlace(Path.Combine(root, "any")) is (_, "any");
        return isRoot ? GitTree.OfWorkingTree(new Git(root)) : new FolderTree(root);
    }

    private static (string Root, string PolicyPath)? Place(string policyFile, out string error)
    {
        GitResult result = new Git(Path.GetDirectoryName(policyFile)!).Run("rev-parse", "--show-toplevel", "--show-prefix");
        error = result.Error;
        if (result.ExitCode != 0) return null;
        string[] lines = [.. result.Text.Split('\n'), ""];
        return (Path.GetFullPath(lines[0]), lines[1] + Path.GetFileName(policyFile));
    }

    private static string? Folder(string reference, string currentDirectory) =>
        Directory.Exists(Path.GetFullPath(reference, currentDirectory)) ? $"If the folder is meant, write --base ./{reference}." : null;

    private static DiagnosticException Wrong(string problem, string remedy) => new(NoSuchBase, new SourcePoint("--base"), problem, remedy);
}
