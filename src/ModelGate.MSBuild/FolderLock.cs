namespace ModelGate.MSBuild;

/// <summary>
/// One gate at a time beside a policy: two projects that share it would quantize and score the same in the same work folder. The second
/// one waits, and finds everything done. Held across processes, and released when a process dies.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly FileStream? file;

    private FolderLock(FileStream? file) => this.file = file;

    /// <param name="onWait">Called once where it has to wait.</param>
    public static FolderLock Take(string folder, Action onWait, WaitHandle cancelled)
    {
        string path = Path.Combine(folder, ".quantgate", "msbuild.lock");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (!File.Exists(path)) return new FolderLock(null); // A folder that cannot be written is the tool's to report.
        }

        for (bool isFirst = true; ; isFirst = false)
        {
            try
            {
                return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException)
            {
                if (isFirst) onWait();
                if (cancelled.WaitOne(s_pause)) return new FolderLock(null);
            }
            catch (UnauthorizedAccessException)
            {
                return new FolderLock(null);
            }
        }
    }

    public void Dispose() => file?.Dispose();
}
