using ModelGate.Measurement.Sandbox;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Tests.Sandbox;

/// <summary>Changes PATH, so nothing else may look for programs at the same time.</summary>
[CollectionDefinition(nameof(SandboxDetectionTests), DisableParallelization = true)]
[Collection(nameof(SandboxDetectionTests))]
public sealed class SandboxDetectionTests : IDisposable
{
    private readonly string? _path = Environment.GetEnvironmentVariable("PATH");
    private readonly string _folder = Directory.CreateTempSubdirectory("sandbox-detection-").FullName;

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", _path);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Detect_ends_at_the_first_that_works_or_says_of_each_why_not()
    {
        SandboxDetection detection = await SandboxDetection.DetectAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        Assert.Equal(detection.Sandbox is not null, detection.Tried[^1].Works);
        Assert.All(detection.Tried.SkipLast(1), trial => Assert.False(trial.Works));
        Assert.All(detection.Tried, trial => Assert.NotEmpty(trial.Detail));
        if (detection.Sandbox is not null) Assert.True(detection.Sandbox.IsIsolated);
        else Assert.Equal(["bubblewrap", "docker", "podman"], detection.Tried.Select(trial => trial.Backend));
    }

    [Fact]
    public async Task Require_without_any_is_a_diagnostic_that_names_each_reason()
    {
        Environment.SetEnvironmentVariable("PATH", _folder);
        SandboxOptions options = new() { At = new SourcePoint("quantgate.yml", 9, 5), ContainerImage = "own-image" };
        DiagnosticException error = await Assert.ThrowsAsync<DiagnosticException>(
            () => SandboxDetection.RequireAsync(options, TestContext.Current.CancellationToken));
        Diagnostic diagnostic = Assert.Single(error.Diagnostics);
        Assert.Equal(("QG0701", options.At), (diagnostic.Code, diagnostic.At));
        Assert.Contains("bubblewrap: ", diagnostic.Problem, StringComparison.Ordinal);
        Assert.Contains("docker: docker is not in PATH; podman: podman is not in PATH", diagnostic.Problem, StringComparison.Ordinal);
        Assert.Contains("own-image", diagnostic.Remedy, StringComparison.Ordinal);
        Assert.Contains("allow-unsafe-code: true", diagnostic.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Require_without_any_but_allowed_is_an_ordinary_process()
    {
        if (!File.Exists("/usr/bin/python3") && !File.Exists("/usr/local/bin/python3")) Assert.Skip("There is no Python 3 of the system.");
        Environment.SetEnvironmentVariable("PATH", _folder);
        ISandbox sandbox = await SandboxDetection.RequireAsync(
            new SandboxOptions { AllowUnsafeCode = true }, TestContext.Current.CancellationToken);
        Assert.False(sandbox.IsIsolated);
    }

    [Fact]
    public async Task Detect_sandbox_that_does_not_start_says_what_it_printed()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The stand-in is a shell script.");
        string engine = Path.Combine(_folder, "docker");
        const string script = "#!/bin/sh\necho 'no daemon is running' >&2\nexit 125\n";
        await File.WriteAllTextAsync(engine, script, TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(engine, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Environment.SetEnvironmentVariable("PATH", _folder);
        SandboxDetection detection = await SandboxDetection.DetectAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        Assert.Null(detection.Sandbox);
        SandboxDetection.Trial docker = detection.Tried.Single(trial => trial.Backend == "docker");
        Assert.Contains("ended with code 125 before the program began: no daemon is running", docker.Detail, StringComparison.Ordinal);
    }
}
