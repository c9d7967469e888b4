using ModelGate.Templates.Tests.Actions;
using ModelGate.Testing;

namespace ModelGate.Templates.Tests.Packages;

/// <summary>
/// Tool, MSBuild package and templates packed into a folder that is the only package source, in a home where nothing is installed.
/// </summary>
public sealed class InstalledTemplates : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly LocalFeed feed;

    public InstalledTemplates() => feed = new LocalFeed(folder.Path, version: null);

    public string Packages => feed.Packages;

    /// <summary>Environment of every <c>dotnet</c> here; the machine's own caches and installations stay out.</summary>
    public IReadOnlyDictionary<string, string?> Variables => new Dictionary<string, string?>
    {
        ["DOTNET_CLI_HOME"] = folder.Combine("home"),
        ["NUGET_PACKAGES"] = folder.Combine("cache"),
        ["DOTNET_ROOT"] = DotnetCommand.Root,
        ["PATH"] = DotnetCommand.Root + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_SKIP_FIRST_TIME_EXPERIENCE"] = "1",
        ["MSBUILDDISABLENODEREUSE"] = "1",
    };

    public string Combine(string name) => folder.Combine(name);

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(folder.Combine("home"));
        foreach (string project in (string[])["src/ModelGate.Tool", "src/ModelGate.MSBuild", "templates"])
        {
            await feed.PackAsync(project, TestContext.Current.CancellationToken);
        }

        File.WriteAllText(folder.Combine("nuget.config"), $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="packed" value="{Packages}" />
              </packageSources>
            </configuration>
            """);
        await SucceedAsync(folder.Path, "new", "install", Assert.Single(Directory.GetFiles(Packages, "ModelGate.Templates.*.nupkg")));
    }

    public Task<ProgramResult> RunAsync(string directory, params IEnumerable<string> arguments) =>
        ExternalProgram.RunAsync(DotnetCommand.Executable, directory, arguments, Variables);

    public async Task<ProgramResult> SucceedAsync(string directory, params IReadOnlyList<string> arguments)
    {
        ProgramResult result = await RunAsync(directory, arguments);
        Assert.True(result.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {result}");
        return result;
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
