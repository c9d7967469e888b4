using ModelGate.Gate.Tasks;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Code;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Judging;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Tasks;

public sealed class BuiltInTasksTests
{
    private static readonly TaskLibrary s_library = new(Repository.Root);

    private static TaskSelection.Group Group(string name) =>
        Assert.IsType<TaskSelection.Group>(s_library.Resolve(name, new(name), Repository.Root));

    [Theory]
    [InlineData("mmlu", 57)]
    [InlineData("mmlu_llama", 57)]
    [InlineData("mmlu_cot_llama", 57)]
    [InlineData("mmlu_llama_3.1_instruct", 57)]
    [InlineData("mmlu_cot_0shot_llama_3.1_instruct", 57)]
    [InlineData("mmlu_pro", 14)]
    [InlineData("mmlu_pro_llama", 14)]
    [InlineData("leaderboard_bbh", 24)]
    [InlineData("leaderboard_math_hard", 7)]
    [InlineData("leaderboard_gpqa", 3)]
    [InlineData("leaderboard_musr", 3)]
    public void Benchmark_has_all_its_parts(string name, int tasks)
    {
        TaskSelection.Group group = Group(name);
        Assert.True(group.IsBenchmark);
        Assert.Equal(tasks, group.Leaves.Select(task => task.Name).Distinct().Count());
        Assert.Equal(tasks, group.Leaves.Count());
    }

    [Theory]
    [InlineData("mmlu")]
    [InlineData("mmlu_llama")]
    [InlineData("mmlu_cot_llama")]
    [InlineData("mmlu_llama_3.1_instruct")]
    [InlineData("mmlu_cot_0shot_llama_3.1_instruct")]
    public void Mmlu_areas_hold_the_subjects_of_the_harness(string form)
    {
        Assert.Equal(
            [($"{form}_stem", 19), ($"{form}_other", 13), ($"{form}_social_sciences", 12), ($"{form}_humanities", 13)],
            Group(form).Definition.Members.Select(area => (area.Name, area.Leaves.Count())));
        TaskDefinition task = Group(form).Leaves.Single(leaf => leaf.Name == $"{form}_high_school_us_history");
        Assert.Equal("high_school_us_history", Assert.IsType<DatasetReference.Hub>(task.Dataset).Configuration);
    }

    [Fact]
    public void Leaderboard_v1_is_as_the_paper_ran_it()
    {
        (string, int, (int, int)?, ChatUse, bool?, string?)[] expected =
        [
            ("mmlu_llama_3.1_instruct", 5, (3850, 10), ChatUse.MultiTurn, null, null),
            ("mmlu_cot_0shot_llama_3.1_instruct", 0, (4064, 1024), ChatUse.MultiTurn, null, null),
            ("arc_challenge_llama_3.1_instruct", 0, (3940, 100), ChatUse.MultiTurn, null, null),
            ("gsm8k_cot_llama_3.1_instruct", 8, (4096, 1024), ChatUse.MultiTurn, null, "exact_match,strict-match"),
            ("hellaswag", 10, null, ChatUse.None, true, "acc_norm"),
            ("winogrande", 5, null, ChatUse.None, true, null),
            ("truthfulqa_mc2", 0, null, ChatUse.None, true, null),
        ];
        GroupDefinition suite = Group("leaderboard-v1").Definition;
        Assert.Equal((0, GroupWeights.Equal), (suite.Aggregations.Count, suite.Scoring.Weights));
        foreach (((string name, int shots, (int, int)? limits, ChatUse chat, bool? begin, string? primary), TaskSelection member) in
            expected.Zip(suite.Members))
        {
            Assert.Equal(name, member.Name);
            Assert.All(member.Leaves, task =>
            {
                Assert.Equal((shots, chat, begin), (task.Fewshot.Count, task.Gating.Chat, task.Gating.AddBeginOfSequence));
                Assert.Equal(primary, task.Gating.PrimaryMetric);
                if (limits is { } limit) Assert.Equal(limit, (task.Gating.ContextLength!.Value, task.Generation.MaxTokens));
            });
        }
    }

    [Fact]
    public void Leaderboard_v2_normalises_as_the_leaderboard_does()
    {
        GroupDefinition suite = Group("leaderboard-v2").Definition;
        Assert.Equal(6, suite.Members.Count);
        Assert.All(suite.Members.SelectMany(member => member.Leaves), task => Assert.Equal(ChatUse.MultiTurn, task.Gating.Chat));
        Assert.Equal(
            [
                ("leaderboard_bbh", GroupWeights.Equal, GroupNormalisation.Each, (double?)null),
                ("leaderboard_math_hard", null, null, null),
                ("leaderboard_gpqa", GroupWeights.Documents, GroupNormalisation.Whole, 0.25),
                ("leaderboard_musr", GroupWeights.Equal, GroupNormalisation.Each, null),
            ],
            suite.Members.OfType<TaskSelection.Group>().Select(group => (
                group.Name, group.Definition.Scoring.Weights, group.Definition.Scoring.Normalise, group.Definition.Scoring.Chance)));
        Assert.Equal([0.5, 0.2, 1 / 3.0], Group("leaderboard_musr").Leaves.Select(task => task.Gating.Chance!.Value));
        Assert.All(Group("leaderboard_bbh").Leaves, task => Assert.Equal(
            1.0 / Assert.IsType<FieldSpec.Texts>(task.Choices).Values.Count, task.Gating.Chance!.Value, 1e-15));
        Assert.All(Group("leaderboard_gpqa").Leaves, task => Assert.False(task.Gating.PublishDocuments));
    }

    [Fact]
    public void Overview_names_a_benchmark_and_not_its_parts()
    {
        string[] names = [.. s_library.Overview().Select(selection => selection.Name)];
        string[] named = ["mmlu", "leaderboard", "leaderboard_bbh", "leaderboard-v2", "hellaswag", "demo"];
        Assert.All(named, name => Assert.Contains(name, names));
        Assert.DoesNotContain(names, name => name is "mmlu_stem" or "mmlu_anatomy" or "leaderboard_bbh_snarks");
        Assert.InRange(names.Length, 30, 60);
    }

    [Fact]
    public void Parts_that_tasks_name_exist_and_take_their_arguments()
    {
        EvaluationCatalog catalog = TestCatalog.With(new EvaluationServices(new NeverRuns(), new LocalDocuments(), new NeverJudges()));
        foreach (TaskDefinition task in s_library.Names
            .Select(name => s_library.Resolve(name, new(name), Repository.Root))
            .OfType<TaskSelection.Single>()
            .Select(selection => selection.Task))
        {
            Assert.All(task.Metrics, metric => catalog.Metric(metric.Implementation.Name)!.Bind(new(metric.Implementation)));
            Assert.All(task.Filters.SelectMany(chain => chain.Steps), step => catalog.Filter(step.Name)!.Bind(new(step)));
            if (task.Processor is { } processor) catalog.Processor(processor.Name)!.Bind(new(processor));
            if (task.Metrics.Count > 0 && task.Output != OutputType.RollingLogLikelihood) Assert.NotNull(task.Gating.Chance);
        }
    }

    private sealed class NeverJudges : IJudge
    {
        public JudgeSettings Settings { get; } = new() { Endpoint = new("http://127.0.0.1/v1") };

        public IReadOnlyList<JudgeReply> Ask(IReadOnlyList<JudgeRequest> requests, CancellationToken cancel) =>
            throw new NotSupportedException();
    }

    private sealed class NeverRuns : ICodeRunner
    {
        public string? Unavailable => null;

        public IReadOnlyList<CodeOutcome> Run(IReadOnlyList<CodeProgram> programs, CancellationToken cancel) =>
            throw new NotSupportedException();
    }
}
