using ModelGate.Testing;

namespace ModelGate.MSBuild.Tests.Builds;

public sealed class ToolChoiceTests(PackedPackages packages) : IDisposable
{
    private const string Passed = ": passed, 1 of 1 findings passed";

    private readonly SampleProject project = new(packages.Feed);

    [Fact]
    public async Task Tool_of_the_manifest_is_the_one_that_decides()
    {
        string[] gate = ["build", "-t:QuantGate", "--no-restore"];
        await project.SucceedAsync("restore");
        Assert.Contains(Passed, (await project.SucceedAsync(gate)).Output, StringComparison.Ordinal);

        project.Write(".config/dotnet-tools.json", $$"""
            {
              "version": 1,
              "isRoot": true,
              "tools": { "dotnet-quantgate": { "version": "{{LocalFeed.Version}}", "commands": [ "dotnet-quantgate" ] } }
            }
            """);
        DotnetResult notRestored = await project.RunAsync(gate);
        Assert.Equal(1, notRestored.ExitCode);
        Assert.Matches(@"error QG0953: .*run 'dotnet tool restore' there\.", notRestored.Output);

        await packages.PackToolAsync(TestContext.Current.CancellationToken);
        await project.SucceedAsync("tool", "restore");
        Assert.Contains(Passed, (await project.SucceedAsync(gate)).Output, StringComparison.Ordinal);

        project.Write("quantgate.yml", SampleProject.FailingPolicy);
        DotnetResult failed = await project.RunAsync(gate);
        Assert.Equal(1, failed.ExitCode);
        Assert.Matches(@"quantgate\.yml\(6,5\): error QG0711: ", failed.Output);
    }

    [Fact]
    public async Task Tool_path_comes_first_and_a_wrong_one_says_what_to_do()
    {
        await project.SucceedAsync("restore");
        string[] gate = ["build", "-t:QuantGate", "--no-restore"];
        DotnetResult missing = await project.RunAsync([.. gate, "-p:QuantGateToolPath=../nowhere/dotnet-quantgate.dll"]);
        Assert.Equal(1, missing.ExitCode);
        Assert.Matches(@"error QG0952: QuantGateToolPath names .*nowhere.*does not exist\. Correct it, or remove it\.", missing.Output);

        project.Write("dotnet-quantgate.dll", "This is no assembly.");
        DotnetResult broken = await project.RunAsync([.. gate, "-p:QuantGateToolPath=../dotnet-quantgate.dll"]);
        Assert.Equal(1, broken.ExitCode);
        Assert.Matches(@"error QG0953: The tool ended with exit code \d+ and no verdict\. Correct QuantGateToolPath\.", broken.Output);

        string built = Directory
            .GetFiles(Path.Combine(Repository.Root, "src", "ModelGate.Tool", "bin"), "dotnet-quantgate.dll", SearchOption.AllDirectories)
            .First(file => !file.Contains($"{Path.DirectorySeparatorChar}publish{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        Assert.Contains(
            Passed, (await project.SucceedAsync([.. gate, $"-p:QuantGateToolPath={built}"])).Output, StringComparison.Ordinal);
    }

    public void Dispose() => project.Dispose();
}
