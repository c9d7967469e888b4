using ModelGate.Gate.Policies.Changes;

namespace ModelGate.Gate.Tests.Policies.Changes;

public sealed class GateChangesTests
{
    private const string Before = """
        version: 1
        model: demo
        candidates: {fp8: {scheme: w8a8-fp8}, int8: {scheme: w8a8-int8}}
        accuracy: {tasks: [demo, demo-code]}
        performance: {scenarios: [rag, code-completion], price: {usd-per-hour: 1}}
        gates:

        """;

    private const string All99 = "{metric: recovery, at-least: 99%, margin: 1%}";

    private const string PerTask =
        "{metric: recovery, per: task, at-least: 90%, task: [demo-facts, demo-letters], where-baseline-above: 40%}";

    /// <summary>The gate as it was; what stands there now; what is found.</summary>
    public static TheoryData<string, string, string> Gates => new()
    {
        // Split, merged, doubled, repeated: whatever was judged still is.
        { All99, "{metric: recovery, at-least: 99%, margin: 1%, for: fp8} {metric: recovery, at-least: 99.5%, for: int8}", "" },
        {
            "{metric: recovery, at-least: 99%, for: fp8} {metric: recovery, at-least: 99%, for: int8}",
            "{metric: recovery, at-least: 99%}", ""
        },
        { All99, All99 + " {metric: recovery, at-least: 10%}", "" },
        {
            PerTask,
            "{metric: recovery, per: task, at-least: 90%, task: demo-letters, where-baseline-above: 30%} "
                + "{metric: recovery, per: task, at-least: 91%, task: demo-facts}",
            ""
        },
        { PerTask, "{metric: recovery, per: task, at-least: 90%, where-baseline-above: 40%}", "" },
        { "{metric: e2e-p95, at-most: 2 s, scenario: rag}", "{metric: e2e-p95, at-most: 2000 ms}", "" },
        { "{metric: perplexity-ratio, at-most: 1.05, task: demo-text}", "{metric: perplexity-ratio, at-most: 1.05}", "" },

        // A margin may move with its limit.
        { All99, "{metric: recovery, at-least: 99.5%, margin: 1.5%}", "" },
        { All99, "{metric: recovery, at-least: 99.5%, margin: 1.6%}", "gate on recovery: margin 1 % → 1.6 %" },
        { All99, "{metric: recovery, at-least: 98%, margin: 0%}", "gate on recovery: at-least 99 % → 98 %" },
        {
            All99, "{metric: recovery, at-least: 98%, margin: 3%}",
            "gate on recovery: at-least 99 % → 98 %; gate on recovery: margin 1 % → 3 %"
        },
        { "{metric: kl, at-most: 0.01}", "{metric: kl, at-most: 0.009}", "" },
        { "{metric: kl, at-most: 0.01}", "{metric: kl, at-most: 0.0101}", "gate on kl: at-most 0.01 nats → 0.0101 nats" },

        // Gone, or for fewer.
        { All99, "{metric: kl, at-most: 0.01}", "gate on recovery: at-least 99 %, margin 1 % → gone" },
        { All99, "{metric: recovery, at-least: 99%, margin: 1%, for: fp8}", "gate on recovery: for all → fp8" },
        {
            "{metric: recovery, at-least: 99%, for: fp8} {metric: recovery, at-least: 96%, for: int8}",
            "{metric: recovery, at-least: 95%, for: fp8} {metric: recovery, at-least: 96%, for: int8}",
            "gate on recovery for fp8: at-least 99 % → 95 %"
        },
        {
            "{metric: recovery, at-least: 99%, for: fp8} {metric: recovery, at-least: 96%, for: int8}",
            "{metric: recovery, at-least: 99%, for: fp8}",
            "gate on recovery for int8: at-least 96 % → gone"
        },
        {
            PerTask, "{metric: recovery, per: task, at-least: 90%, task: demo-facts, where-baseline-above: 40%}",
            "gate on recovery per task on demo-facts, demo-letters: task demo-facts, demo-letters → demo-facts"
        },

        // A mean over other things is another number, whatever its direction.
        { "{metric: kl, at-most: 0.01, task: demo-text}", "{metric: kl, at-most: 0.01}", "gate on kl on demo-text: task demo-text → all" },
        {
            "{metric: recovery, at-least: 99%, where-baseline-above: 40%}", "{metric: recovery, at-least: 99%}",
            "gate on recovery: where-baseline-above 40 % → all"
        },
        {
            "{metric: speedup, at-least: 1.5, scenario: rag}", "{metric: speedup, at-least: 1.5, scenario: [rag, code-completion]}",
            "gate on speedup in rag: scenario rag → rag, code-completion"
        },
    };

    [Theory]
    [MemberData(nameof(Gates))]
    public void Find_of_gates_that_moved(string before, string after, string found) =>
        Assert.Equal(found, Sentences(Before + Lines(before), Before + Lines(after)));

    [Theory]
    [InlineData("confidence: 99%", "gate on recovery: confidence 95 % → 99 %")]
    [InlineData("decide-by: estimate", "gate on recovery: decide-by interval → estimate")]
    public void Find_where_what_is_undecided_passes_counts_a_wider_interval_too(string key, string found)
    {
        string before = Before + Lines(All99) + "on-inconclusive: pass\n";
        Assert.Equal(found, Sentences(before, before.Replace("margin: 1%", $"margin: 1%, {key}", StringComparison.Ordinal)));
    }

    [Fact]
    public void Find_of_a_gate_on_a_new_candidate_alone_is_nothing_and_of_one_without_it_is_narrower()
    {
        string grown = (Before + Lines(All99)).Replace(
            "candidates: {", "candidates: {int4: {scheme: w4a16-int4}, ", StringComparison.Ordinal);
        Assert.Equal("", Sentences(Before + Lines(All99), grown));
        Assert.Equal(
            "gate on recovery: for all → fp8, int8",
            Sentences(Before + Lines(All99), grown.Replace("margin: 1%", "margin: 1%, for: [fp8, int8]", StringComparison.Ordinal)));
    }

    [Fact]
    public void Find_of_a_lower_confidence_is_one_change_and_not_one_of_each_gate()
    {
        string before = Before + Lines(All99 + " {metric: kl, at-most: 0.01}");
        PolicyChange change = Assert.Single(ChangedPolicy.Changes(before, before + "confidence: 80%\n"));
        Assert.Equal(("confidence", "95 %", "80 %", 9), (change.Subject, change.Before, change.After, change.HeadLine));
    }

    [Fact]
    public void Find_names_the_line_of_the_change_and_of_what_is_gone_that_of_the_base()
    {
        string before = Before + Lines(All99 + " {metric: kl, at-most: 0.01}");
        string after = "\n\n" + Before + Lines("{metric: recovery, at-least: 98%, margin: 1%}");
        Assert.Equal([9, 8], ChangedPolicy.Changes(before, after).Select(change => change.ToRecord([]).Line));
    }

    private static string Lines(string gates) => "  - " + gates.Replace("} {", "}\n  - {", StringComparison.Ordinal) + "\n";

    private static string Sentences(string before, string after) => string.Join(
        "; ", ChangedPolicy.Changes(before, after).Select(change => ModelGate.Gate.Reporters.PolicyChangeText.Of(change.ToRecord([]))));
}
