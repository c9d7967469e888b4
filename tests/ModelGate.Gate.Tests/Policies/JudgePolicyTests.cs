using ModelGate.Gate.Policies;
using ModelGate.Measurement.Accuracy.Judging;

namespace ModelGate.Gate.Tests.Policies;

public sealed class JudgePolicyTests
{
    [Fact]
    public void Parse_judge_takes_its_defaults()
    {
        JudgePolicy judge = Policy("{endpoint: 'https://api.openai.com/v1'}").Judge!;
        Assert.Equal(new JudgeSettings { Endpoint = new("https://api.openai.com/v1") }, judge.Settings);
        Assert.Equal(("gpt-4-1106-preview", 2, 8, 0.05), (
            judge.Settings.Model, judge.Settings.Runs, judge.Settings.Parallel, judge.Settings.MostUnscored));
        Assert.Equal(5, judge.At.Line);
    }

    [Fact]
    public void Parse_judge_with_all_keys()
    {
        JudgeSettings settings = Policy(
            "{endpoint: 'http://gpu:8000/v1', model: m, key-variable: MY_KEY, runs: 1, parallel: 3, most-unscored: 2%, "
            + "price: {input-usd-per-million: 10, output-usd-per-million: 30}, baseline-answers: a.jsonl}").Judge!.Settings;
        Assert.Equal(
            new JudgeSettings
            {
                Endpoint = new("http://gpu:8000/v1"), Model = "m", KeyVariable = "MY_KEY", Runs = 1, Parallel = 3, MostUnscored = 0.02,
                Price = new(10, 30), BaselineAnswers = "a.jsonl",
            },
            settings);
    }

    [Theory]
    [InlineData("{model: m}", "QG0105", "'endpoint'")]
    [InlineData("{endpoint: api.openai.com}", "QG0106", "no http or https address")]
    [InlineData("{endpoint: 'ftp://a/v1'}", "QG0106", "no http or https address")]
    [InlineData("{endpoint: 'https://a/v1', runs: 0}", "QG0106", "'runs'")]
    [InlineData("{endpoint: 'https://a/v1', most-unscored: 120%}", "QG0106", "'most-unscored'")]
    [InlineData("{endpoint: 'https://a/v1', modle: m}", "QG0103", "'modle'")]
    [InlineData("{endpoint: 'https://a/v1', price: {input-usd-per-million: 1}}", "QG0105", "'output-usd-per-million'")]
    [InlineData("{endpoint: 'https://a/v1', key-variable: MY KEY}", "QG0106", "'key-variable'")]
    public void Parse_wrong_judge_is_refused_with_a_place(string judge, string code, string problem)
    {
        string found = PolicyText.Problems(Text(judge));
        Assert.Contains($"quantgate.yml(5,", found, StringComparison.Ordinal);
        Assert.Contains(code, found, StringComparison.Ordinal);
        Assert.Contains(problem, found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{endpoint: 'https://a/v1', key-variable: sk-secretsecret}")]
    [InlineData("{endpoint: 'https://a/v1', key-variable: sk-secretsecret, runs: 0}")]
    [InlineData("{endpoint: 'https://user:sk-secretsecret@a/v1'}")]
    [InlineData("{endpoint: 'https://a/v1?key=sk-secretsecret'}")]
    public void Parse_key_in_place_of_a_name_is_refused_and_not_repeated(string judge)
    {
        string found = PolicyText.Problems(Text(judge));
        Assert.Contains("QG0106", found, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", found.Replace("no longer secret", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static Policy Policy(string judge) => PolicyText.Read(Text(judge));

    private static string Text(string judge) => $$"""
        version: 1
        model: demo
        candidates:
          fp8: {scheme: w8a8-fp8}
        accuracy: {tasks: demo, judge: {{judge}}}
        gates:
          - {metric: recovery, at-least: 99%}
        """;
}
