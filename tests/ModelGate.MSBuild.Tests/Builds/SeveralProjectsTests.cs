using ModelGate.Testing;

namespace ModelGate.MSBuild.Tests.Builds;

public sealed class SeveralProjectsTests(PackedPackages packages) : IDisposable
{
    private const string Passed = ": passed, 1 of 1 findings passed";

    private readonly SampleProject project = new(packages.Feed);

    [Fact]
    public async Task Project_of_several_frameworks_gates_once()
    {
        project.AddProject("app", "<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks>");
        Assert.Single(Gated(await project.SucceedAsync("pack")));
        Directory.Delete(project.Combine("app", "obj", "quantgate"), recursive: true);
        Assert.Single(Gated(await project.SucceedAsync("build", "--no-restore", "-p:QuantGateOn=build")));
        Directory.Delete(project.Combine("app", "obj", "quantgate"), recursive: true);
        Assert.Single(Gated(await project.SucceedAsync("publish", "--no-restore", "-f", "net10.0")));
    }

    [Fact]
    public async Task Gate_of_a_referenced_project_is_not_that_of_its_user()
    {
        project.AddProject("user", items: """<ProjectReference Include="../app/app.csproj" />""");
        DotnetResult result = await project.RunInAsync("user", "publish");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Empty(Gated(result));
        DotnetResult asked = await project.RunInAsync("user", "build", "--no-restore", "-t:QuantGate");
        Assert.Contains("MSB4057", asked.Output, StringComparison.Ordinal);
    }

    /// <summary>Both processes of the tool would quantize into one work folder.</summary>
    [Theory]
    [InlineData("-m:2")]
    [InlineData("-mt")]
    public async Task Projects_that_share_a_policy_gate_one_after_the_other(string parallel)
    {
        project.AddProject("other");
        project.Write("all.proj", """
            <Project>
              <Target Name="Gate">
                <MSBuild Projects="app/app.csproj;other/other.csproj" Targets="Restore" Properties="Phase=restore" />
                <MSBuild Projects="app/app.csproj;other/other.csproj" Targets="QuantGate" BuildInParallel="true" />
              </Target>
            </Project>
            """);
        DotnetResult result = await project.RunInAsync("", "msbuild", "all.proj", "-t:Gate", parallel, "-nodeReuse:false");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(2, Gated(result).Count());
        Assert.Contains("waiting for another gate", result.Output, StringComparison.Ordinal);
        Assert.Single(result.Lines, line => line.Contains("quantize fp8: made by an earlier run", StringComparison.Ordinal));
    }

    public void Dispose() => project.Dispose();

    private static IEnumerable<string> Gated(DotnetResult result) =>
        result.Lines.Where(line => line.Contains(Passed, StringComparison.Ordinal));
}
