using ModelGate.Testing;

namespace ModelGate.MSBuild.Tests.Builds;

public sealed class PassingBuildTests(PackedPackages packages) : IDisposable
{
    private const string Measured = "findings passed";
    private const string Kept = "passed earlier with the same inputs";

    private readonly SampleProject project = new(packages.Feed);

    [Fact]
    public async Task Publish_and_pack_gate_once_and_do_not_ask_again_until_something_changed()
    {
        DotnetResult first = await project.SucceedAsync("publish");
        Assert.Contains($"quantgate.yml: passed, 1 of 1 {Measured}", first.Output, StringComparison.Ordinal);
        Assert.Contains("fp8: demo-letters: ", first.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", first.Output, StringComparison.OrdinalIgnoreCase);
        Assert.True(File.Exists(Path.Combine(project.Published, "app.dll")));
        Assert.True(File.Exists(project.Combine("app", "obj", "quantgate", "quantgate", "report.md")));

        DotnetResult second = await project.SucceedAsync("publish", "--no-restore");
        Assert.Contains(Kept, second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Measured, second.Output, StringComparison.Ordinal);

        DotnetResult pack = await project.SucceedAsync("pack", "--no-restore", "--no-build");
        Assert.Contains(Kept, pack.Output, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(project.Combine("app", "bin", "Release"), "app.*.nupkg"));

        project.Write("quantgate.yml", SampleProject.FailingPolicy);
        DotnetResult failed = await project.RunAsync("pack", "--no-restore", "--no-build");
        Assert.True(failed.ExitCode != 0, failed.ToString());

        project.Write("quantgate.yml", SampleProject.PassingPolicy);
        Assert.Contains(Measured, (await project.SucceedAsync("pack", "--no-restore", "--no-build")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_and_design_time_builds_do_not_gate_unless_asked()
    {
        Assert.DoesNotContain("quantgate.yml", (await project.SucceedAsync("build")).Output, StringComparison.Ordinal);
        string[] none = ["publish", "--no-restore", "-p:QuantGateOn=none"];
        Assert.DoesNotContain("quantgate.yml", (await project.SucceedAsync(none)).Output, StringComparison.Ordinal);
        string[] asked = ["build", "--no-restore", "-p:QuantGateOn=build"];
        DotnetResult designTime = await project.SucceedAsync([.. asked, "-p:DesignTimeBuild=true"]);
        Assert.DoesNotContain("quantgate.yml", designTime.Output, StringComparison.Ordinal);
        Assert.Contains(Measured, (await project.SucceedAsync(asked)).Output, StringComparison.Ordinal);

        project.AddProject("app", items: $"""<PackageReference Include="ModelGate.MSBuild" Version="{LocalFeed.Version}" />""");
        Assert.Contains("warning QG0956: ", (await project.SucceedAsync(asked)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_and_arguments_that_change_are_measured_again()
    {
        string model = project.Combine("model");
        Directory.CreateDirectory(model);
        foreach (string file in Directory.EnumerateFiles(Repository.DemoModel))
        {
            File.WriteAllBytes(Path.Combine(model, Path.GetFileName(file)), File.ReadAllBytes(file));
        }

        project.Write("quantgate.yml", SampleProject.PassingPolicy
            .Replace("model: demo", "model: ./model", StringComparison.Ordinal)
            .Replace("w8a8-fp8", "w8a8-fp8, algorithm: rtn", StringComparison.Ordinal));
        string[] gate = ["build", "-t:QuantGate"];
        Assert.Contains(Measured, (await project.SucceedAsync(gate)).Output, StringComparison.Ordinal);
        Assert.Contains(Kept, (await project.SucceedAsync([.. gate, "--no-restore"])).Output, StringComparison.Ordinal);

        // Another time, the same content: the tool is asked, and tells by its hashes.
        string weights = Path.Combine(model, "model.safetensors");
        File.SetLastWriteTimeUtc(weights, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        DotnetResult touched = await project.SucceedAsync([.. gate, "--no-restore"]);
        Assert.Contains("Nothing has changed since the run", touched.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("baseline: demo-letters", touched.Output, StringComparison.Ordinal);
        Assert.Contains(Kept, (await project.SucceedAsync([.. gate, "--no-restore"])).Output, StringComparison.Ordinal);

        // One bit of the last weight.
        byte[] bytes = File.ReadAllBytes(weights);
        bytes[^2] ^= 1;
        File.WriteAllBytes(weights, bytes);
        DotnetResult changed = await project.SucceedAsync([.. gate, "--no-restore"]);
        Assert.Contains("baseline: demo-letters", changed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("from an earlier run", changed.Output, StringComparison.Ordinal);

        project.AddProject("app", item: "OutputDirectory=\"../reports\"");
        Assert.Contains(Measured, (await project.SucceedAsync([.. gate, "--no-restore"])).Output, StringComparison.Ordinal);
        Assert.True(File.Exists(project.Combine("reports", "run.json")));
    }

    public void Dispose() => project.Dispose();
}
