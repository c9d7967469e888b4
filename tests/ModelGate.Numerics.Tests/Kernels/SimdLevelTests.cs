using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using ModelGate.Numerics.Kernels;

namespace ModelGate.Numerics.Tests.Kernels;

/// <summary>The same tests in processes that see fewer instructions: each compares its level with the one scalar definition.</summary>
public sealed class SimdLevelTests
{
    private const string ChildMarker = "MODELGATE_CHILD_LEVEL";

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "avx2")]
    [InlineData("DOTNET_EnableAVX2", "scalar")]
    [InlineData("DOTNET_EnableHWIntrinsic", "scalar")]
    public async Task Numeric_tests_hold_with_fewer_instructions(string disabled, string level)
    {
        if (!Avx2.IsSupported) Assert.Skip("This processor has no instructions to switch off.");
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        bool throughHost = Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet";
        if (throughHost) start.ArgumentList.Add(typeof(SimdLevelTests).Assembly.Location);
        string thisTest = $"{typeof(SimdLevelTests)}.{nameof(Numeric_tests_hold_with_fewer_instructions)}";
        foreach (string argument in (string[])["-noColor", "-method-", thisTest, "-class-", typeof(WorkerPoolTests).ToString()])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[disabled] = "0";
        start.Environment[ChildMarker] = level;
        using Process child = Process.Start(start)!;
        CancellationToken cancel = TestContext.Current.CancellationToken;
        Task<string> errors = child.StandardError.ReadToEndAsync(cancel);
        string output = await child.StandardOutput.ReadToEndAsync(cancel);
        await child.WaitForExitAsync(cancel);
        Assert.True(child.ExitCode == 0, output + await errors);
    }

    [Fact]
    public void Name_is_the_level_that_this_process_may_use() => Assert.Equal(
        Environment.GetEnvironmentVariable(ChildMarker) ?? (Avx512BW.IsSupported ? "avx512" : Avx2.IsSupported ? "avx2" : "scalar"),
        SimdLevel.Name);
}
