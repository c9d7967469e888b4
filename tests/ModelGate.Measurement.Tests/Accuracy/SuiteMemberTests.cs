using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Tests.Accuracy.Prompts;

namespace ModelGate.Measurement.Tests.Accuracy;

public sealed class SuiteMemberTests
{
    private static readonly TaskSelection First = Task("first"), Second = Task("second"), Third = Task("third");

    [Fact]
    public void Of_a_plain_group_has_its_members_alike()
    {
        IReadOnlyList<SuiteMember> members = SuiteMember.Of(Group("suite", [First, Second]));
        Assert.Equal([("first", 0.5), ("second", 0.5)], members.Select(member => (member.Name, member.Weight)));
    }

    /// <summary>HumanEval+ beside the real-world average.</summary>
    [Fact]
    public void BesideOf_a_group_has_what_does_not_count_in_its_average()
    {
        TaskSelection suite = Group("suite", [First, Second, Third], scoring: new GroupScoring { Beside = ["second"] });
        Assert.Equal([("first", 0.5), ("third", 0.5)], SuiteMember.Of(suite).Select(member => (member.Name, member.Weight)));
        SuiteMember beside = Assert.Single(SuiteMember.BesideOf(Group("all", [suite])));
        Assert.Equal(("second", 1.0), (beside.Name, beside.Weight));
    }

    [Fact]
    public void Of_a_benchmark_is_one_member_of_all_its_tasks()
    {
        TaskSelection benchmark = Group("benchmark", [Group("half", [First, Second], weightBySize: true), Third], weightBySize: true);
        SuiteMember member = Assert.Single(SuiteMember.Of(benchmark));
        Assert.Equal(("benchmark", 1.0), (member.Name, member.Weight));
        Assert.Equal(["first", "second", "third"], member.Leaves.Select(leaf => leaf.Name));
    }

    [Fact]
    public void Of_a_suite_of_suites_divides_each_suites_share()
    {
        IReadOnlyList<SuiteMember> members = SuiteMember.Of(Group("all", [Group("one", [First]), Group("two", [Second, Third])]));
        Assert.Equal([("first", 0.5), ("second", 0.25), ("third", 0.25)], members.Select(member => (member.Name, member.Weight)));
        RecoveryTask[] tasks =
            [.. members.Select(member => member.Combine(Scores(("first", 8, 10), ("second", 2, 10), ("third", 6, 10)))!)];
        Assert.Equal((0.8 + ((0.2 + 0.6) / 2)) / 2, new RecoverySuite("all", tasks).BaselineScore, 1e-12);
    }

    [Theory]
    [InlineData(true, null, 0.35)]
    [InlineData(false, null, 0.5)]
    [InlineData(true, GroupWeights.Equal, 0.5)]
    [InlineData(false, GroupWeights.Documents, 0.35)]
    public void Combine_weighs_as_the_group_says(bool weightBySize, GroupWeights? weights, double expected)
    {
        SuiteMember member = Member(new GroupScoring { Weights = weights }, weightBySize);
        Assert.Equal(expected, member.Combine(Scores(("first", 8, 10), ("second", 6, 30)))!.BaselineScore, 1e-12);
    }

    /// <summary>BBH and MuSR: each subtask starts at its own chance, and one below it counts 0.</summary>
    [Fact]
    public void Combine_normalises_each_task_by_its_own_chance()
    {
        SuiteMember member = Member(new GroupScoring { Weights = GroupWeights.Equal, Normalise = GroupNormalisation.Each }, false);
        RecoveryTask combined = member.Combine(Scores(("first", 8, 10), ("second", 6, 30)))!;
        Assert.Equal((((0.8 - 0.25) / 0.75) + 0) / 2, combined.BaselineScore, 1e-12);
    }

    /// <summary>GPQA: all documents together are normalised once.</summary>
    [Fact]
    public void Combine_normalises_the_whole_by_the_groups_chance()
    {
        SuiteMember member = Member(new GroupScoring { Normalise = GroupNormalisation.Whole, Chance = 0.25 }, true);
        RecoveryTask combined = member.Combine(Scores(("first", 8, 10), ("second", 6, 30)))!;
        Assert.Equal((0.35 - 0.25) / 0.75, combined.BaselineScore, 1e-12);
        Assert.Equal(40, combined.Documents);
    }

    [Fact]
    public void Combine_without_any_of_its_tasks_is_nothing()
    {
        Assert.Null(Member(new GroupScoring(), true).Combine(Scores(("other", 1, 2))));
        Assert.Equal(10, Member(new GroupScoring(), true).Combine(Scores(("first", 1, 10)))!.Documents);
    }

    private static SuiteMember Member(GroupScoring scoring, bool weightBySize) =>
        Assert.Single(SuiteMember.Of(Group("benchmark", [First, Second], weightBySize, scoring)));

    private static TaskSelection.Single Task(string name) =>
        new(TestTasks.Task(OutputType.MultipleChoice, "question", new FieldSpec.Index(0)) with { Name = name });

    private static TaskSelection.Group Group(
        string name, IReadOnlyList<TaskSelection> members, bool? weightBySize = null, GroupScoring? scoring = null) =>
        new(new GroupDefinition(
            name, null, members, weightBySize is { } bySize ? [new GroupAggregation("acc", null, bySize)] : [], null, default)
        {
            Scoring = scoring ?? new(),
        });

    private static Dictionary<string, RecoveryTask> Scores(params IEnumerable<(string Name, int Right, int Documents)> tasks) =>
        tasks.ToDictionary(task => task.Name, task =>
        {
            double[] scores = [.. Enumerable.Range(0, task.Documents).Select(i => i < task.Right ? 1.0 : 0)];
            return RecoveryTask.Plain(task.Name, "acc", new RecoveryScores.Paired(scores, scores), 0.25);
        });
}
