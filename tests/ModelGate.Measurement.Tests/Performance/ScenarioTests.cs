using ModelGate.Measurement.Performance;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Tests.Performance;

public class ScenarioTests
{
    private static readonly SourcePoint Here = new("quantgate.yml", 9, 16);

    [Fact]
    public void All_is_table_4_of_the_paper() => Assert.Equal(
        [
            "code-completion 256 1024", "docstring-generation 768 128", "code-fixing 1024 1024", "rag 1024 128",
            "instruction-following 256 128", "multi-turn-chat 512 256", "small-summarization 1024 128", "large-summarization 4096 512",
        ],
        Scenario.All.Select(scenario => $"{scenario.Name} {scenario.PrefillTokens} {scenario.DecodeTokens}"));

    [Fact]
    public void Fit_leaves_a_scenario_that_fits_as_it_is() =>
        Assert.Same(Scenario.Find("rag"), ScenarioFit.Fit(Scenario.Find("rag")!, 1152, scale: true, Here));

    [Fact]
    public void Fit_shortens_both_lengths_in_proportion_and_says_so()
    {
        Scenario scaled = ScenarioFit.Fit(Scenario.Find("rag")!, 128, scale: true, Here);
        Assert.Equal((113, 14), (scaled.PrefillTokens, scaled.DecodeTokens));
        Assert.True(scaled.IsScaled);
        Assert.Equal("rag: 113 + 14 tokens, scaled from 1024 + 128 to the model's context", scaled.Describe());
    }

    [Fact]
    public void Fit_without_leave_to_scale_is_an_error_with_its_place()
    {
        Diagnostic problem = Assert.Single(Assert.Throws<DiagnosticException>(
            () => ScenarioFit.Fit(Scenario.Find("rag")!, 128, scale: false, Here)).Diagnostics);
        Assert.Equal("QG0801", problem.Code);
        Assert.Equal(Here, problem.At);
        Assert.Contains("scale-to-context", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_that_leaves_nothing_is_an_error() => Assert.Equal("QG0802", Assert.Throws<DiagnosticException>(
        () => ScenarioFit.Fit(Scenario.Find("rag")!, 12, scale: true, Here)).Diagnostics[0].Code);

    [Fact]
    public void RandomPrompts_differ_from_their_first_free_token_on_and_repeat_with_the_seed()
    {
        RandomPrompts prompts = new(1024, new HashSet<int> { 0, 1, 2, 3 }, beginId: 5);
        int[][] drawn = [.. Enumerable.Range(0, 1019).Select(index => prompts.Draw(7, index, 16))];
        Assert.Equal(drawn.Length, drawn.Select(prompt => prompt[1]).Distinct().Count());
        Assert.All(drawn, prompt =>
        {
            Assert.Equal(16, prompt.Length);
            Assert.Equal(5, prompt[0]);
            Assert.All(prompt.Skip(1), id => Assert.True(id is > 3 and not 5 and < 1024));
        });
        Assert.Equal(drawn[3], prompts.Draw(7, 3, 16));
        Assert.NotEqual(drawn[3], prompts.Draw(8, 3, 16));
    }
}
