using ModelGate.Gate.Gates;
using ModelGate.Gate.Policies;
using ModelGate.Gate.Runs;
using ModelGate.Gate.Tasks;
using ModelGate.Gate.Tests.Policies;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Runs;

public sealed class EarlyStoppingTests
{
    private static readonly TaskPlanner s_planner =
        new(new TaskLibrary(Repository.Root), new LocalDocuments(), TestCatalog.WithoutSandbox, null, 1234);

    [Theory]
    [InlineData("demo-facts", "recovery, at-least: 95%", null)]
    [InlineData("demo-facts, demo-text", "recovery, at-least: 95%", null)]
    [InlineData("demo-facts, demo-stories", "recovery, per: task, at-least: 95%", null)]
    [InlineData("demo-facts, demo-stories", "recovery, at-least: 95%, task: demo-facts", null)]
    [InlineData("demo-facts", "score, at-least: 50%", null)]
    [InlineData("demo-facts, demo-stories", "recovery, at-least: 95%", "a mean of several tasks")]
    [InlineData("demo-facts, demo-stories", "recovery, at-least: 95%, task: [demo-facts, demo-stories]", "a mean of several tasks")]
    [InlineData("demo-facts, demo-stories", "recovery, at-least: 95%, task: demo-stories", "no gate is about it")]
    [InlineData("demo-facts", "recovery, at-least: 95%, decide-by: estimate", "decides by the estimate")]
    [InlineData("{task: demo-facts, limit: 100}", "recovery, at-least: 95%", "only its first documents")]
    [InlineData("{task: demo-facts, sample: 64}", "recovery, at-least: 95%", "no more documents than one round")]
    [InlineData("{task: demo-facts, sample: 65}", "recovery, at-least: 95%", null)]
    [InlineData("{task: demo-instructions, chat: none}", "output-tokens-ratio, at-most: 1.05", "about its answers")]
    [InlineData("{task: demo-instructions, chat: none}", "rouge-l, at-least: 50%, task: demo-instructions", "about its answers")]
    [InlineData("demo-text", "perplexity-ratio, at-most: 1.1", "byte_perplexity is not a plain mean")]
    [InlineData("{task: demo-chat, chat: none}", "output-tokens-ratio, at-most: 1.05", "it is not scored")]
    public void Obstacle_is_what_needs_the_other_documents(string tasks, string gate, string? expected)
    {
        EarlyStopping stopping = Plan(tasks, $"  - {{metric: {gate}}}\n");
        string? obstacle = stopping.ObstacleTo(stopping.Members[0], "fp8");
        if (expected is null) Assert.Null(obstacle);
        else Assert.Contains(expected, obstacle, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_gate_on_the_task_has_a_say_and_those_per_task_know_their_family()
    {
        EarlyStopping stopping = Plan(
            "demo-facts, demo-stories, demo-text",
            "  - {metric: recovery, per: task, at-least: 95%}\n  - {metric: recovery, at-least: 99%, task: demo-facts, for: fp8}\n"
            + "  - {metric: recovery, at-least: 90%, for: int8}\n");
        SuiteMember facts = stopping.Members[0];
        Assert.Equal([(6, 2), (7, 1)], stopping.GatesOn(facts, "fp8").Select(gate => (gate.Rule.At.Line, gate.Family)));
        Assert.Null(stopping.ObstacleTo(facts, "fp8"));
        Assert.Equal("the gate in line 8 judges a mean of several tasks", stopping.ObstacleTo(facts, "int8"));
        string[] notes = [.. stopping.Notes];
        Assert.Equal(
            [
                "demo-facts: early stopping of fp8 applies, with a look after every 64 of 400 documents.",
                "demo-facts: early stopping of int8 does not apply, since the gate in line 8 judges a mean of several tasks.",
            ],
            notes[..2]);
        Assert.Equal(
            "demo-text: early stopping does not apply, since its byte_perplexity is not a plain mean of values from 0 to 1.", notes[^1]);
    }

    [Fact]
    public void Suite_with_scores_that_are_normalised_is_asked_whole()
    {
        SuiteMember member = new("group", 1, [], new GroupDefinition("group", null, [], [new("acc", null, true)], null, default)
        {
            Scoring = new() { Normalise = GroupNormalisation.Whole },
        });
        Assert.False(member.IsPlainMean);
        Assert.True((member with { Group = member.Group! with { Scoring = new() } }).IsPlainMean);
        Assert.False((member with { Group = member.Group! with { Scoring = new() { Weights = GroupWeights.Equal } } }).IsPlainMean);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("early-stopping: false, ", false)]
    [InlineData("early-stopping: true, ", true)]
    public void Policy_stops_early_only_where_it_says_so(string key, bool expected) =>
        Assert.Equal(expected, PolicyText.Read(Text(key, "demo-facts", "  - {metric: recovery, at-least: 95%}\n")).StopsEarly);

    [Fact]
    public void Policy_with_another_word_is_refused() => Assert.Contains(
        "QG0106", PolicyText.Problems(Text("early-stopping: soon, ", "demo-facts", "  - {metric: recovery, at-least: 95%}\n")),
        StringComparison.Ordinal);

    private static EarlyStopping Plan(string tasks, string gates)
    {
        Policy policy = PolicyText.Read(Text("early-stopping: true, ", tasks, gates));
        return new(policy, s_planner.Plan(policy.Tasks, Repository.Root));
    }

    private static string Text(string key, string tasks, string gates) =>
        $"version: 1\nmodel: demo\ncandidates: {{fp8: {{scheme: w8a8-fp8}}, int8: {{scheme: w8a8-int8}}}}\n"
        + $"accuracy: {{{key}tasks: [{tasks}]}}\ngates:\n{gates}";
}
