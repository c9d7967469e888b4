using ModelGate.Measurement.Sandbox;

namespace ModelGate.Measurement.Tests.Sandbox;

public sealed class UnsafeProcessTests : SandboxContract
{
    protected override async Task<ISandbox> SandboxAsync()
    {
        IReadOnlyList<PythonInterpreter> pythons = await PythonInterpreter.FindAllAsync(TimeProvider.System, CancellationToken.None);
        if (pythons.Count == 0) Assert.Skip("There is no Python 3 on this machine.");
        return new UnsafeProcess(pythons[0], TimeProvider.System);
    }

    [Fact]
    public async Task Results_are_marked() => Assert.False((await SandboxAsync()).IsIsolated);

    [Fact]
    public async Task Run_leaves_no_folder_behind()
    {
        string before = string.Join(' ', Directory.GetDirectories(Path.GetTempPath(), "quantgate-program-left-*"));
        await RunAsync("import os, tempfile\nopen('here', 'w').write('x')\ntempfile.mkdtemp(prefix='quantgate-program-left-')");
        Assert.Equal(before, string.Join(' ', Directory.GetDirectories(Path.GetTempPath(), "quantgate-program-left-*")));
    }
}
