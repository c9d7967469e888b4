using System.Text.RegularExpressions;
using ModelGate.Testing;

namespace ModelGate.MSBuild.Tests.Builds;

public sealed class FailingBuildTests(PackedPackages packages) : IDisposable
{
    private readonly SampleProject project = new(packages.Feed);

    [Fact]
    public async Task Failed_gate_is_an_error_on_its_line_and_nothing_is_published()
    {
        project.Write("quantgate.yml", SampleProject.FailingPolicy);
        DotnetResult first = await project.RunAsync("publish");
        Assert.True(first.ExitCode == 1, first.ToString());
        string line = Assert.Single(first.Lines.Where(text => text.Contains("error", StringComparison.Ordinal)).Distinct());
        Assert.Matches(
            @"^.*[/\\]quantgate\.yml\(6,5\): error QG0711: fp8: size-ratio at-most 0\.1: failed\. "
                + @"0\.5\d+, exact, must be at most 0\.1\. Try .* \[.*app\.csproj\]$",
            line);
        Assert.False(Directory.Exists(project.Published));

        // A failed verdict is not kept, whatever language the SDK speaks.
        project.Dotnet.Variables["DOTNET_CLI_UI_LANGUAGE"] = "de";
        DotnetResult second = await project.RunAsync("publish", "--no-restore");
        Assert.True(second.ExitCode == 1, second.ToString());
        Assert.Contains("error QG0711: ", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("MSB4181", second.Output, StringComparison.Ordinal);

        DotnetResult warned = await project.SucceedAsync("publish", "--no-restore", "-p:QuantGateWarnOnly=true");
        Assert.Matches(@"quantgate\.yml\(6,5\): warning QG0711: ", warned.Output);
        Assert.True(Directory.Exists(project.Published));

        DotnetResult skipped = await project.SucceedAsync("publish", "--no-restore", "-p:QuantGateSkip=true");
        Assert.DoesNotContain("QG", skipped.Output, StringComparison.Ordinal);

        Assert.Equal(1, (await project.RunAsync("publish", "--no-restore")).ExitCode);
    }

    [Fact]
    public async Task Mistakes_of_a_policy_keep_their_positions()
    {
        project.Write("quantgate.yml", """
            version: 1
            model: demo
            candidates: {fp8: {scheme: w8a8-fp9}}
            accuracy: {tasks: [demo-letters]}
            gates:
              - {metric: recoveri, at-least: 99%}
            """);
        DotnetResult result = await project.RunAsync("build", "-t:QuantGate");
        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"quantgate\.yml\(3,28\): error QG0106: .*Did you mean 'w8a8-fp8'\?", result.Output);
        Assert.Matches(@"quantgate\.yml\(6,14\): error QG0109: .*Did you mean 'recovery'\?", result.Output);
        Assert.DoesNotContain("QG0953", result.Output, StringComparison.Ordinal);

        File.Delete(project.Combine("quantgate.yml"));
        DotnetResult missing = await project.RunAsync("build", "-t:QuantGate", "--no-restore");
        Assert.Matches(@"error QG0951: There is no policy \.\./quantgate\.yml\.", missing.Output);
        Assert.Equal(1, missing.ExitCode);
    }

    /// <summary>Four documents decide no ratio; what that means is the policy's to say, here as on the command line.</summary>
    [Fact]
    public async Task Inconclusive_verdict_is_what_the_policy_says()
    {
        const string Undecided = """
            version: 1
            model: demo
            candidates: {fp8: {scheme: w8a8-fp8}}
            accuracy: {tasks: [{task: demo-stories, sample: 4}]}
            gates: [{metric: recovery, at-least: 99%}]

            """;
        string[] gate = ["build", "-t:QuantGate", "--no-restore"];
        await project.SucceedAsync("restore");
        project.Write("quantgate.yml", Undecided);
        DotnetResult reported = await project.RunAsync(gate);
        Assert.Equal(1, reported.ExitCode);
        Assert.Matches(@"quantgate\.yml\(5,9\): error QG071[23]: ", reported.Output);
        Assert.Contains("quantgate.yml: inconclusive, 0 of 1 findings passed", reported.Output, StringComparison.Ordinal);

        project.Write("quantgate.yml", Undecided + "on-inconclusive: fail\n");
        DotnetResult failed = await project.RunAsync(gate);
        Assert.Equal(1, failed.ExitCode);
        Assert.Matches(@"quantgate\.yml\(5,9\): error QG071[23]: ", failed.Output);

        project.Write("quantgate.yml", Undecided + "on-inconclusive: pass\n");
        DotnetResult passed = await project.SucceedAsync([.. gate, "-warnaserror"]);
        Assert.Contains("quantgate.yml: passed, 0 of 1 findings passed", passed.Output, StringComparison.Ordinal);
        Assert.Contains("quantgate.yml(5,9): fp8: recovery", passed.Output, StringComparison.Ordinal);
    }

    public void Dispose() => project.Dispose();
}
