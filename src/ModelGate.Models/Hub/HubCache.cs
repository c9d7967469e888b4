using ModelGate.Models.Diagnostics;

namespace ModelGate.Models.Hub;

/// <summary>
/// huggingface_hub's cache folder: <c>models--OWNER--NAME/{blobs/HASH, refs/REVISION, snapshots/COMMIT/FILE → ../../blobs/HASH}</c>, so
/// that what either program fetched serves both.
/// </summary>
internal sealed class HubCache(string root, HubReference reference)
{
    private string FolderName => $"models--{reference.Owner}--{reference.Name}";

    private string Folder => Path.Combine(root, FolderName);

    public string BlobPath(string hash) => Path.Combine(Folder, "blobs", hash);

    /// <summary>The same name that huggingface_hub locks.</summary>
    public string LockPath(string hash) => Path.Combine(root, ".locks", FolderName, hash + ".lock");

    public string SnapshotPath(string commit) => Path.Combine(Folder, "snapshots", commit);

    /// <summary>The commit that the revision was when it was last asked for, or null.</summary>
    public string? ReadCommit()
    {
        if (reference.IsPinned) return reference.Revision;
        string path = RefPath();
        string? commit = File.Exists(path) ? File.ReadAllText(path).Trim() : null;
        return commit is not null && HubReference.IsCommit(commit) ? commit : null;
    }

    public void WriteCommit(string commit)
    {
        if (reference.IsPinned) return;
        string path = RefPath();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, commit);
    }

    public bool HasFile(string commit, HubFile file)
    {
        string path = Path.Combine(SnapshotPath(commit), file.Name);
        if (!File.Exists(path)) return false;
        var info = new FileInfo(path);
        return (info.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target : info).Length == file.Size;
    }

    /// <summary>
    /// Makes a blob visible in the snapshot: a link, or a copy where the file system has none. The caller holds the blob's lock.
    /// </summary>
    public void Link(string commit, HubFile file)
    {
        if (HasFile(commit, file)) return;
        string path = Path.Combine(SnapshotPath(commit), file.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        try
        {
            File.CreateSymbolicLink(path, Path.Combine("..", "..", "blobs", file.Hash));
        }
        catch (Exception unsupported) when (unsupported is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            File.Copy(BlobPath(file.Hash), path + ".partial", overwrite: true);
            File.Move(path + ".partial", path);
        }
    }

    private string RefPath() => Path.Combine([Folder, "refs", .. reference.Revision.Split('/')]);

    /// <summary>Turns a full disk or missing permission into a diagnostic.</summary>
    public DiagnosticException Unwritable(Exception failed) => new(
        HubCodes.CacheUnwritable, new SourcePoint(root), $"The cache cannot be written: {failed.Message}",
        "Check free space and permissions, or set HF_HUB_CACHE to another folder.");
}
