using ModelGate.Measurement.Sandbox;

namespace ModelGate.Measurement.Tests.Sandbox;

public sealed class BubblewrapSandboxTests(BubblewrapSandboxTests.Fixture fixture)
    : IsolationContract, IClassFixture<BubblewrapSandboxTests.Fixture>
{
    protected override Task<ISandbox> SandboxAsync() => fixture.GetAsync();

    [Fact]
    public async Task Name_tells_the_versions() =>
        Assert.Matches(@"^bubblewrap \d+\.\d+\.\d+, Python 3\.\d+\.\d+$", (await SandboxAsync()).Name);

    public sealed class Fixture
    {
        private readonly Task<SandboxDetection.Candidate> _found =
            SandboxDetection.FindBubblewrapAsync(TimeProvider.System, CancellationToken.None);

        public async Task<ISandbox> GetAsync()
        {
            SandboxDetection.Candidate candidate = await _found;
            if (candidate.Sandbox is null) Assert.Skip($"Bubblewrap does not work here: {candidate.Detail}.");
            return candidate.Sandbox;
        }
    }
}
