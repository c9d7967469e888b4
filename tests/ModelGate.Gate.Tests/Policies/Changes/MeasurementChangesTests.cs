namespace ModelGate.Gate.Tests.Policies.Changes;

public sealed class MeasurementChangesTests
{
    private const string OfSuite = """
        version: 1
        model: demo
        candidates: {fp8: {scheme: w8a8-fp8}}
        accuracy: {tasks: [demo]}
        gates: [{metric: recovery, at-least: 99%}]
        """;

    private const string OfTasks = """
        version: 1
        model: demo
        candidates: {fp8: {scheme: w8a8-fp8}}
        accuracy: {tasks: [demo-facts, ./mine/task.yaml]}
        gates: [{metric: recovery, at-least: 99%}]
        """;

    [Theory]
    [InlineData("[demo, openllm]", "")]
    [InlineData("[demo, demo-code]", "")]
    [InlineData("[demo, nobody-knows]", "")]
    public void Find_of_a_task_beside_a_suite_leaves_the_suites_mean(string tasks, string found) =>
        Assert.Equal(found, ChangedPolicy.Found(OfSuite, OfSuite.Replace("[demo]", tasks, StringComparison.Ordinal)));

    [Theory]
    [InlineData("demo-arithmetic", "tasks, task demo-arithmetic, which moves what recovery is over")]
    [InlineData("nobody-knows", "tasks, task nobody-knows, which moves what recovery is over")]
    [InlineData("demo", "")]
    public void Find_of_a_task_beside_tasks_moves_their_mean(string task, string found) => Assert.Equal(
        found, ChangedPolicy.Found(OfTasks, OfTasks.Replace("[demo-facts", $"[{task}, demo-facts", StringComparison.Ordinal)));

    [Theory]
    [InlineData("per: task", "")]
    [InlineData("task: demo-facts", "")]
    [InlineData("task: tasks", "tasks, task demo-arithmetic, which moves what recovery is over")]
    public void Find_of_a_task_that_a_gate_does_not_average_over_is_nothing(string scope, string found)
    {
        string before = OfTasks.Replace("99%", $"99%, {scope}", StringComparison.Ordinal);
        string after = before.Replace("[demo-facts", "[demo-arithmetic, demo-facts", StringComparison.Ordinal);
        Assert.Equal(found, ChangedPolicy.Found(before, after));
    }

    [Fact]
    public void Find_of_texts_and_answers_that_dilute_a_pooled_gate()
    {
        string before = OfSuite.Replace("recovery, at-least: 99%", "output-tokens-ratio, at-most: 1.05", StringComparison.Ordinal);
        string after = before.Replace("[demo]", "[demo, demo-code]", StringComparison.Ordinal);
        Assert.Equal("tasks, task demo-code, which moves what output-tokens-ratio is over", ChangedPolicy.Found(before, after));
        Assert.Equal("", ChangedPolicy.Found(before, before.Replace("[demo]", "[demo, demo-text]", StringComparison.Ordinal)));
    }

    [Fact]
    public void Find_of_a_path_in_another_spelling_is_nothing() => Assert.Equal(
        "", ChangedPolicy.Found(OfTasks, OfTasks.Replace("./mine/task.yaml", "mine/../mine/task.yaml", StringComparison.Ordinal)));

    [Fact]
    public void Find_of_another_model_changes_the_baseline_that_it_was() => Assert.Equal(
        "baseline, baseline", ChangedPolicy.Found(OfSuite, OfSuite.Replace("model: demo", "model: ./other", StringComparison.Ordinal)));

    [Fact]
    public void Find_of_a_renamed_candidate_is_one_that_is_gone() => Assert.Equal(
        "candidates, candidate fp8", ChangedPolicy.Found(OfSuite, OfSuite.Replace("{fp8:", "{other:", StringComparison.Ordinal)));

    [Fact]
    public void Find_of_a_judge_that_is_gone_says_so_once()
    {
        string before = OfSuite.Replace("[demo]", "[demo], judge: {endpoint: \"https://a.example/v1\"}", StringComparison.Ordinal);
        Assert.Equal("judge, accuracy.judge.endpoint", ChangedPolicy.Found(before, OfSuite));
        Assert.Equal("", ChangedPolicy.Found(OfSuite, before));
    }
}
