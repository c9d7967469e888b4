using ModelGate.Testing;

namespace ModelGate.MSBuild.Tests.Builds;

/// <summary>A console project of somebody else's, with the package and a policy, in a folder away from this repository.</summary>
public sealed class SampleProject : IDisposable
{
    /// <summary>Decided at once: sizes are exact, and the one small task is there to be measured.</summary>
    public const string PassingPolicy = """
        version: 1
        model: demo
        candidates: {fp8: {scheme: w8a8-fp8}}
        accuracy: {tasks: [{task: demo-letters, sample: 4}]}
        gates:
          - {metric: size-ratio, at-most: 0.6}

        """;

    private readonly TemporaryFolder folder = new();

    public SampleProject(LocalFeed feed)
    {
        Dotnet = feed.NewDotnet();
        feed.Configure(folder.Path);
        AddProject("app");
        Write("quantgate.yml", PassingPolicy);
    }

    public static string FailingPolicy => PassingPolicy.Replace("at-most: 0.6", "at-most: 0.1", StringComparison.Ordinal);

    public string Folder => folder.Path;

    public DotnetCommand Dotnet { get; }

    public string Published => Combine("app", "bin", "Release", "net10.0", "publish");

    public string Combine(params ReadOnlySpan<string> parts) => Path.Combine([folder.Path, .. parts]);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Combine(name))!);
        File.WriteAllText(Combine(name), text);
    }

    /// <summary>A project in a folder of its name, whose item is the policy above it.</summary>
    /// <param name="items">Replaces the package and the item.</param>
    public void AddProject(
        string name, string frameworks = "<TargetFramework>net10.0</TargetFramework>", string? items = null, string item = "")
    {
        items ??= $"""
            <PackageReference Include="ModelGate.MSBuild" Version="{LocalFeed.Version}" />
                <QuantGate Include="../quantgate.yml" {item} />
            """;
        Write(Path.Combine(name, $"{name}.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                {frameworks}
              </PropertyGroup>
              <ItemGroup>
                {items}
              </ItemGroup>
            </Project>
            """);
        Write(Path.Combine(name, "Some.cs"), "public static class Some { }");
    }

    /// <summary>Runs <c>dotnet</c> in the project's folder.</summary>
    public Task<DotnetResult> RunAsync(params string[] arguments) => RunInAsync("app", arguments);

    public Task<DotnetResult> RunInAsync(string directory, params string[] arguments) =>
        Dotnet.RunAsync(Combine(directory), TestContext.Current.CancellationToken, arguments);

    public async Task<DotnetResult> SucceedAsync(params string[] arguments)
    {
        DotnetResult result = await RunAsync(arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }

    public void Dispose() => folder.Dispose();
}
