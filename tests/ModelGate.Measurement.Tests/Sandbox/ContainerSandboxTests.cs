using ModelGate.Measurement.Sandbox;

namespace ModelGate.Measurement.Tests.Sandbox;

/// <summary>
/// With docker, else podman, and the image that <c>QUANTGATE_TEST_IMAGE</c> names, else the default one, where it is here.
/// </summary>
public sealed class ContainerSandboxTests(ContainerSandboxTests.Fixture fixture)
    : IsolationContract, IClassFixture<ContainerSandboxTests.Fixture>
{
    protected override Task<ISandbox> SandboxAsync() => fixture.GetAsync();

    public sealed class Fixture
    {
        private readonly Task<SandboxDetection.Candidate> _found = FindAsync();

        public async Task<ISandbox> GetAsync()
        {
            SandboxDetection.Candidate candidate = await _found;
            if (candidate.Sandbox is null) Assert.Skip($"No container engine works here: {candidate.Detail}.");
            return candidate.Sandbox;
        }

        private static async Task<SandboxDetection.Candidate> FindAsync()
        {
            SandboxOptions options = new();
            if (Environment.GetEnvironmentVariable("QUANTGATE_TEST_IMAGE") is { } image) options = options with { ContainerImage = image };
            SandboxDetection.Candidate docker = await SandboxDetection.FindContainerAsync("docker", options, CancellationToken.None);
            if (docker.Sandbox is not null) return docker;
            SandboxDetection.Candidate podman = await SandboxDetection.FindContainerAsync("podman", options, CancellationToken.None);
            return podman with { Detail = $"{docker.Detail.TrimEnd('.')}; {podman.Detail.TrimEnd('.')}" };
        }
    }
}
