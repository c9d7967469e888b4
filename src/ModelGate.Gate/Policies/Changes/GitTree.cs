using System.Text;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Policies.Changes;

/// <summary>
/// The files that git has of one state: a commit, or the working tree with what is not ignored. What git ignores is no part of a pull
/// request. A submodule is one file that holds its commit; links within the repository are followed.
/// </summary>
internal sealed class GitTree : FileTree
{
    private const int MostLinks = 20;

    private readonly SortedDictionary<string, GitEntry> entries;
    private readonly Func<string, GitEntry, Stream?> open;

    private GitTree(SortedDictionary<string, GitEntry> entries, Func<string, GitEntry, Stream?> open) =>
        (this.entries, this.open) = (entries, open);

    /// <param name="commit">A full id.</param>
    public static GitTree OfCommit(Git git, string commit) =>
        new(Parse(Ask(git, "ls-tree", "-r", "-z", "--full-tree", commit)), (_, entry) => new MemoryStream(
            Ask(git, "cat-file", "blob", entry.Id)));

    /// <param name="git">In the repository's root.</param>
    public static GitTree OfWorkingTree(Git git)
    {
        SortedDictionary<string, GitEntry> entries = Parse(Ask(git, "ls-files", "-z", "--stage"));
        foreach (string path in Records(Ask(git, "ls-files", "-z", "--others", "--exclude-standard")))
        {
            bool isLink = new FileInfo(Path.Combine(git.Directory, path)).LinkTarget is not null;
            entries.TryAdd(path, new(isLink ? GitEntry.Link : "100644", ""));
        }

        return new(entries, Open);

        Stream? Open(string path, GitEntry entry)
        {
            string file = Path.Combine(git.Directory, path);
            if (!entry.IsLink) return File.Exists(file) ? File.OpenRead(file) : null;

            // Without the right to make links, git writes the target into a file.
            string? target = new FileInfo(file).LinkTarget ?? (File.Exists(file) ? File.ReadAllText(file) : null);
            return target is null ? null : new MemoryStream(Encoding.UTF8.GetBytes(target));
        }
    }

    public override IEnumerable<string> Below(string folder)
    {
        string resolved = folder.Length == 0 ? "" : Resolve(folder) ?? folder;
        if (Prefixes(resolved).Any(above => entries.GetValueOrDefault(above) is { IsSubmodule: true })) return [folder];
        string prefix = resolved.Length == 0 ? "" : resolved + "/";
        return from path in entries.Keys
               where path.StartsWith(prefix, StringComparison.Ordinal) || path == resolved
               select path == resolved ? folder : folder + (folder.Length == 0 ? "" : "/") + path[prefix.Length..];
    }

    public override Stream? Open(string path)
    {
        if (Resolve(path) is not { } file) return null;
        for (string above = file; above.Length > 0; above = FolderOf(above))
        {
            if (entries.TryGetValue(above, out GitEntry? module) && module.IsSubmodule)
            {
                return new MemoryStream(Encoding.UTF8.GetBytes($"{module.Id} {file[above.Length..]}"));
            }
        }

        return entries.TryGetValue(file, out GitEntry? entry) ? open(file, entry) : null;
    }

    /// <summary>The path with every link on the way replaced; null where it leads out of the repository or in a circle.</summary>
    private string? Resolve(string path)
    {
        for (int links = 0; links < MostLinks; links++)
        {
            (string Path, GitEntry Entry)? link = Prefixes(path)
                .Select(prefix => (prefix, entries.GetValueOrDefault(prefix)))
                .Where(found => found.Item2 is { IsLink: true })
                .Select(found => ((string, GitEntry)?)(found.prefix, found.Item2!))
                .FirstOrDefault();
            if (link is not var (at, entry)) return path;
            using Stream? stream = open(at, entry);
            if (stream is null) return null;
            using StreamReader reader = new(stream, Encoding.UTF8);
            if (Combine(FolderOf(at), reader.ReadToEnd().Trim()) is not { } target) return null;
            path = target + path[at.Length..];
        }

        return null;
    }

    private static IEnumerable<string> Prefixes(string path)
    {
        for (int slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1)) yield return path[..slash];
        yield return path;
    }

    /// <summary>Of <c>ls-tree</c> and <c>ls-files --stage</c>: words, the id among them, a tab, the path.</summary>
    private static SortedDictionary<string, GitEntry> Parse(byte[] listing)
    {
        SortedDictionary<string, GitEntry> entries = new(StringComparer.Ordinal);
        foreach (string record in Records(listing))
        {
            int tab = record.IndexOf('\t');
            string[] words = record[..tab].Split(' ');
            entries[record[(tab + 1)..]] = new(words[0], words.First(word => word.Length >= 40));
        }

        return entries;
    }

    private static string[] Records(byte[] listing) => Encoding.UTF8.GetString(listing).Split('\0', StringSplitOptions.RemoveEmptyEntries);

    private static byte[] Ask(Git git, params string[] arguments)
    {
        GitResult result = git.Run(arguments);
        return result.ExitCode == 0 ? result.Output : throw new DiagnosticException(
            GitBase.Unreadable, new SourcePoint("--base"), $"git {arguments[0]} did not work: {result.Error}",
            "Check the repository with 'git fsck', and fetch the base branch again.");
    }
}

/// <param name="Mode">Six octal digits.</param>
/// <param name="Id">Of the blob, or the commit of a submodule; empty for what was never added.</param>
internal sealed record GitEntry(string Mode, string Id)
{
    public const string Link = "120000";

    public bool IsLink => Mode == Link;

    public bool IsSubmodule => Mode == "160000";
}
