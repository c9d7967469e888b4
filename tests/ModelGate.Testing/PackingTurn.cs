namespace ModelGate.Testing;

/// <summary>One packing at a time on this machine: it writes into the projects' own <c>obj</c> folders, shared by test projects.</summary>
public static class PackingTurn
{
    /// <summary>Held until it is disposed, or its process dies.</summary>
    public static async Task<IAsyncDisposable> TakeAsync(CancellationToken cancel)
    {
        string path = Path.Combine(Path.GetTempPath(), "modelgate-packing.lock");
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancel);
            }
        }
    }
}
