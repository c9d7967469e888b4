using ModelGate.MSBuild.Tests.Builds;
using ModelGate.Testing;

[assembly: AssemblyFixture(typeof(PackedPackages))]

namespace ModelGate.MSBuild.Tests.Builds;

/// <summary>The package of the gate, packed once for all builds of this project's tests; that of the tool when one asks.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly SemaphoreSlim turn = new(1);
    private bool hasTool;

    public PackedPackages() => Feed = new LocalFeed(folder.Path);

    public LocalFeed Feed { get; }

    public string Package => Path.Combine(Feed.Packages, $"ModelGate.MSBuild.{LocalFeed.Version}.nupkg");

    public async ValueTask InitializeAsync() => await Feed.PackAsync("src/ModelGate.MSBuild", CancellationToken.None);

    public async Task PackToolAsync(CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            if (!hasTool) await Feed.PackAsync("src/ModelGate.Tool", cancel);
            hasTool = true;
        }
        finally
        {
            turn.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        turn.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
