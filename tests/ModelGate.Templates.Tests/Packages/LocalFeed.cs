using ModelGate.Templates.Tests.Actions;
using ModelGate.Testing;
using ModelGate.Tool.Tests;

namespace ModelGate.Templates.Tests.Packages;

/// <summary>
/// Tool, MSBuild package and templates packed into a folder that is the only package source, in a home where nothing is installed.
/// </summary>
public sealed class LocalFeed : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    public string Packages => folder.Combine("packages");

    /// <summary>Environment of every <c>dotnet</c> here; the machine's own caches and installations stay out.</summary>
    public IReadOnlyDictionary<string, string?> Variables => new Dictionary<string, string?>
    {
        ["DOTNET_CLI_HOME"] = folder.Combine("home"),
        ["NUGET_PACKAGES"] = folder.Combine("cache"),
        ["DOTNET_ROOT"] = Dotnet.Root,
        ["PATH"] = Dotnet.Root + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_SKIP_FIRST_TIME_EXPERIENCE"] = "1",
        ["MSBUILDDISABLENODEREUSE"] = "1",
    };

    public string Combine(string name) => folder.Combine(name);

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(folder.Combine("home"));
        await PackAsync(Path.Combine("src", "ModelGate.Tool"), "--no-build");
        await PackAsync(Path.Combine("src", "ModelGate.MSBuild"), "--no-build");
        await PackAsync("templates");
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
        ExternalProgram.RunAsync(Dotnet.Executable, directory, arguments, Variables);

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

    /// <summary>With the machine's own sources: what is packed was restored from them.</summary>
    private async Task PackAsync(string project, params IReadOnlyList<string> options)
    {
        await using IAsyncDisposable turn = await PackingTurn.TakeAsync(TestContext.Current.CancellationToken);
        ProgramResult result = await ExternalProgram.RunAsync(
            Dotnet.Executable, Path.Combine(Repository.Root, project),
            ["pack", "-c", BuiltTool.Configuration, "-o", Packages, "-nodeReuse:false", "-v:q", .. options]);
        Assert.True(result.ExitCode == 0, $"{project}: {result}");
    }
}
