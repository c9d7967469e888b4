using ModelGate.Testing;

namespace ModelGate.MSBuild.Tests;

public sealed class PassedVerdictTests : IDisposable
{
    private static readonly string[] s_settings = ["dotnet", "exec tool.dll check"];

    private readonly TemporaryFolder folder = new();
    private readonly PassedVerdict passed;

    public PassedVerdictTests()
    {
        passed = new PassedVerdict(folder.Combine("state"));
        Write("run.json", "{}");
        Write("policy.yml", "version: 1");
        Write("model/a.safetensors", "weights");
    }

    private string[] Inputs => [folder.Combine("policy.yml"), folder.Combine("quantgate.lock"), folder.Combine("model")];

    [Fact]
    public void Covers_until_something_that_it_depends_on_is_another()
    {
        Assert.False(passed.Covers(s_settings));
        Keep();
        Assert.True(passed.Covers(s_settings));
        Assert.False(passed.Covers(["dotnet", "exec tool.dll check --base main"]));

        AssertUncovered(() => Write("policy.yml", "version: 1 # other"));
        AssertUncovered(() => Write("model/a.safetensors", "weights and more"));
        AssertUncovered(() => Write("model/b.safetensors", ""));
        AssertUncovered(() => File.Delete(folder.Combine("model/b.safetensors")));
        AssertUncovered(() => Write("quantgate.lock", ""));
        AssertUncovered(() => File.Delete(folder.Combine("policy.yml")));
    }

    [Fact]
    public void Begin_forgets_what_is_to_be_decided_anew_and_leaves_the_record_for_reuse()
    {
        Keep();
        passed.Begin();
        Assert.False(passed.Covers(s_settings));
        Assert.Equal(folder.Combine("state"), passed.Reusable);
    }

    [Fact]
    public void Keep_covers_nothing_where_an_input_was_written_meanwhile_or_inputs_are_not_known()
    {
        passed.Begin();
        File.SetLastWriteTimeUtc(folder.Combine("model/a.safetensors"), DateTime.MaxValue.AddYears(-1000).ToUniversalTime());
        passed.Keep(folder.Combine("run.json"), s_settings, Inputs);
        Assert.False(passed.Covers(s_settings));

        passed.Begin();
        passed.Keep(folder.Combine("run.json"), s_settings, null);
        Assert.False(passed.Covers(s_settings));
        Assert.NotNull(passed.Reusable);
    }

    public void Dispose() => folder.Dispose();

    private void AssertUncovered(Action change)
    {
        change();
        Assert.False(passed.Covers(s_settings));
        Keep();
        Assert.True(passed.Covers(s_settings));
    }

    private void Keep()
    {
        passed.Begin();
        passed.Keep(folder.Combine("run.json"), s_settings, Inputs);
    }

    /// <summary>In the past, as files are that a build finds.</summary>
    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.Combine(name))!);
        File.WriteAllText(folder.Combine(name), text);
        File.SetLastWriteTimeUtc(folder.Combine(name), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
    }
}
