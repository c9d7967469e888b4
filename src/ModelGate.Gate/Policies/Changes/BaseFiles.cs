using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Policies.Changes;

/// <summary>Where a policy stands in its repository, and the base to compare it with.</summary>
/// <param name="Name">Of the base: a commit, or a folder as it was given.</param>
/// <param name="PolicyPath">From the repository's root, with '/'.</param>
/// <param name="Root">Full path of the repository's root.</param>
public sealed record BaseFiles(string Name, FileTree Base, FileTree Head, string PolicyPath, string Root)
{
    /// <summary>
    /// Finds what <c>--base</c> names: a folder, written from <c>/</c> or with a dot in front, which no ref can have; else a ref. A folder
    /// is never guessed, for the change could bring one with the ref's name.
    /// </summary>
    /// <param name="policyFile">Full path.</param>
    /// <param name="currentDirectory">What a relative folder starts at.</param>
    /// <exception cref="DiagnosticException">QG013x: there is no such base, or no git that could be asked.</exception>
    public static BaseFiles Find(string @base, string policyFile, string currentDirectory)
    {
        bool isFolder = @base.StartsWith('.') || Path.IsPathRooted(@base);
        return isFolder ? InFolder(@base, policyFile, currentDirectory) : GitBase.Find(@base, policyFile, currentDirectory);
    }

    private static BaseFiles InFolder(string @base, string policyFile, string currentDirectory)
    {
        string folder = Path.GetFullPath(@base, currentDirectory);
        if (!Directory.Exists(folder))
        {
            throw new DiagnosticException(
                GitBase.NoSuchBase, new SourcePoint("--base"), $"There is no folder '{@base}'.", "Check out the base branch into it.");
        }

        (string root, string path) = GitBase.TryPlace(policyFile) is { } place
            ? (place.Root, place.PolicyPath)
            : OutsideGit(policyFile, currentDirectory);
        if (Path.TrimEndingDirectorySeparator(folder) == Path.TrimEndingDirectorySeparator(root))
        {
            throw new DiagnosticException(
                GitBase.NoSuchBase, new SourcePoint("--base"), $"'{@base}' is the folder that the policy itself lies in.",
                "Name another checkout, of the base branch.");
        }

        return new(@base, GitBase.TreeOf(folder), GitBase.TreeOf(root), path, root);
    }

    private static (string Root, string Path) OutsideGit(string policyFile, string currentDirectory)
    {
        string relative = Path.GetRelativePath(currentDirectory, policyFile).Replace('\\', '/');
        return relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative)
            ? (Path.GetDirectoryName(policyFile)!, Path.GetFileName(policyFile))
            : (currentDirectory, relative);
    }
}
