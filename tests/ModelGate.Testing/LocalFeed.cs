namespace ModelGate.Testing;

/// <summary>Our packages as people get them, in a folder that serves as the only source; nothing is compiled again for it.</summary>
/// <param name="folder">Where packages, and the cache of those who restore them, are put.</param>
/// <param name="version">Of the packages; null is the projects' own, which templates name.</param>
public sealed class LocalFeed(string folder, string? version = LocalFeed.Version)
{
    /// <summary>Never that of a package from elsewhere.</summary>
    public const string Version = "0.0.0-test";

    /// <summary>The tests' own build configuration.</summary>
    private static readonly string s_configuration =
        AppContext.BaseDirectory.Split(Path.DirectorySeparatorChar).Contains("Debug") ? "Debug" : "Release";

    public string Packages { get; } = Path.Combine(folder, "feed");

    /// <summary>For those who restore from here; each has its own environment.</summary>
    public DotnetCommand NewDotnet() => new(Path.Combine(folder, "home"));

    /// <summary>Packs a built project of ours.</summary>
    /// <param name="project">Such as <c>src/ModelGate.Tool</c>, from the root of the repository.</param>
    public async Task PackAsync(string project, CancellationToken cancel)
    {
        await using IAsyncDisposable turn = await PackingTurn.TakeAsync(cancel);
        await new DotnetCommand().SucceedAsync(
            Path.Combine(Repository.Root, project), cancel,
            [
                "pack", "-c", s_configuration, "--no-build", "--no-restore", "-nodeReuse:false", "-o", Packages,
                .. version is null ? (string[])[] : [$"-p:PackageVersion={version}"],
            ]);
    }

    /// <summary>
    /// Writes a <c>nuget.config</c> that knows this feed and no other; what this repository restored may be taken from there.
    /// </summary>
    public void Configure(string directory)
    {
        Directory.CreateDirectory(directory);
        string restored = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        File.WriteAllText(Path.Combine(directory, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="feed" value="{Packages}" />
              </packageSources>
              <fallbackPackageFolders>
                <clear />
                <add key="restored" value="{restored}" />
              </fallbackPackageFolders>
            </configuration>
            """);
    }
}
