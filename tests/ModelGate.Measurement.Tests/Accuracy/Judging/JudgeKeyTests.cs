using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Judging;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Tests.Accuracy.Judging;

public sealed class JudgeKeyTests
{
    private const string Secret = "sk-secretsecretsecret";

    [Theory]
    [InlineData("https://api.openai.com/v1", null, true)]
    [InlineData("http://127.0.0.1:8000/v1", null, true)]
    [InlineData("http://localhost:8000/v1", null, true)]
    [InlineData("http://judge.internal:8000/v1", null, false)]
    [InlineData("http://judge.internal:8000/v1", "JUDGE_KEY", true)]
    public void Of_default_key_goes_to_encrypted_and_local_addresses_only(string endpoint, string? variable, bool isSent)
    {
        JudgeSettings settings = new() { Endpoint = new(endpoint), KeyVariable = variable };
        Assert.Equal(isSent, JudgeKey.Of(settings, _ => Secret, default).IsPresent);
    }

    [Fact]
    public void Of_default_variable_may_be_absent_and_a_named_one_may_not()
    {
        JudgeSettings settings = new() { Endpoint = new("https://judge/v1") };
        Assert.False(JudgeKey.Of(settings, _ => null, default).IsPresent);
        DiagnosticException error = Assert.Throws<DiagnosticException>(
            () => JudgeKey.Of(settings with { KeyVariable = "JUDGE_KEY" }, _ => "  ", new("quantgate.yml", 9, 4)));
        Assert.Equal((TaskCodes.JudgeKey, 9), (error.Diagnostics[0].Code, error.Diagnostics[0].At.Line));
    }

    [Theory]
    [InlineData("sk-secretsecretsecret\nsecond line")]
    [InlineData("sk-secretsecretsecret ü")]
    public void Of_value_that_is_no_header_is_refused_and_not_shown(string value)
    {
        JudgeSettings settings = new() { Endpoint = new("https://judge/v1") };
        DiagnosticException error = Assert.Throws<DiagnosticException>(() => JudgeKey.Of(settings, _ => value, default));
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_does_not_show_it() =>
        Assert.Equal("a key", $"{JudgeKey.Of(new() { Endpoint = new("https://judge/v1") }, _ => Secret, default)}");
}
