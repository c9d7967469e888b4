using System.Text.Json.Nodes;
using ModelGate.Gate.Locks;
using ModelGate.Testing;

namespace ModelGate.Tool.Tests.Commands;

/// <summary>A policy on a data set of a Hub on loopback, whose revision moves.</summary>
public sealed class FetchTests : IDisposable
{
    private const string Policy = """
        version: 1
        model: demo
        candidates:
          fp8: {scheme: w8a8-fp8}
        accuracy:
          tasks: [quiz.yaml]
        gates:
          - {metric: recovery, at-least: 90%}
        """;

    private readonly ToolRun run = new();
    private readonly FakeDatasets server = new();

    public FetchTests()
    {
        run.Write("quantgate.yml", Policy);
        run.Write("quiz.yaml", """
            task: quiz
            dataset_path: acme/quiz
            dataset_name: main
            test_split: test
            fewshot_split: dev
            num_fewshot: 1
            output_type: multiple_choice
            doc_to_text: "{{q}}"
            doc_to_choice: ["yes", "no"]
            doc_to_target: n
            metric_list:
              - metric: acc
            """);
        server.Rows[("main", "test")] = Rows("question", 5);
        server.Rows[("main", "dev")] = Rows("example", 2);
        run.Variables["HF_ENDPOINT"] = server.Address;
        run.Variables["HF_DATASETS_SERVER"] = server.Address;
        run.Variables["HF_HOME"] = run.Combine("home");
        run.Variables["HF_HUB_CACHE"] = run.Combine("cache");
    }

    public void Dispose()
    {
        server.Dispose();
        run.Dispose();
    }

    [Fact]
    public async Task Fetch_leaves_a_data_folder_and_a_lock_file()
    {
        ToolResult result = await run.SucceedAsync("fetch", "-o", "fetched");
        Snapshot.Match(File.ReadAllText(run.Combine(LockFile.FileName)));
        Assert.Contains($"acme/quiz  {FakeDatasets.Commit}  2 splits, 7 rows", result.Output, StringComparison.Ordinal);
        Assert.Equal(5, File.ReadAllLines(run.Combine("fetched", "acme", "quiz", "main", "test.jsonl")).Length);
        Assert.Equal(2, File.ReadAllLines(run.Combine("fetched", "acme", "quiz", "main", "dev.jsonl")).Length);
    }

    [Fact]
    public async Task Fetch_again_writes_the_same_lock_file()
    {
        await run.SucceedAsync("fetch", "-o", "fetched");
        string first = File.ReadAllText(run.Combine(LockFile.FileName));
        await run.SucceedAsync("fetch", "-o", "elsewhere");
        Assert.Equal(first, File.ReadAllText(run.Combine(LockFile.FileName)));
    }

    [Fact]
    public async Task Plan_offline_needs_nothing_but_the_folder()
    {
        await run.SucceedAsync("fetch", "-o", "fetched");
        server.Answer = _ => throw new InvalidOperationException("Nobody may ask.");
        int before = server.Requests.Count;
        ToolResult plan = await run.SucceedAsync("plan", "--offline", "fetched");
        Assert.Contains("5 documents", plan.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Not pinned", plan.Output, StringComparison.Ordinal);
        Assert.Equal(before, server.Requests.Count);
    }

    /// <summary>The data set moves on: the locked rows are used where they are, and nothing else is where they are not.</summary>
    [Fact]
    public async Task Plan_with_a_lock_never_takes_a_newer_revision()
    {
        await run.SucceedAsync("fetch", "-o", "fetched");
        string key = (await run.SucceedAsync("plan", "--offline", "fetched")).Output.Split('\n')[0];
        server.Revision = new string('b', 40);
        server.Rows[("main", "test")] = Rows("newer", 9);

        run.Write("quantgate.yml", Policy.Replace("accuracy:", "accuracy:\n  data-folder: fetched", StringComparison.Ordinal));
        Assert.Contains("5 documents", (await run.SucceedAsync("plan")).Output, StringComparison.Ordinal);
        run.Write("quantgate.yml", Policy);
        Assert.Equal(key, (await run.SucceedAsync("plan", "--offline", "fetched")).Output.Split('\n')[0]);

        ToolResult refused = await run.RunAsync("plan");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains($"acme/quiz is pinned to {FakeDatasets.Commit}", refused.Error, StringComparison.Ordinal);

        File.Delete(run.Combine(LockFile.FileName));
        ToolResult moved = await run.SucceedAsync("plan");
        Assert.Contains("9 documents", moved.Output, StringComparison.Ordinal);
        Assert.Contains("Not pinned: acme/quiz", moved.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_with_changed_documents_is_refused()
    {
        await run.SucceedAsync("fetch", "-o", "fetched");
        string file = run.Combine("fetched", "acme", "quiz", "main", "test.jsonl");
        File.WriteAllText(file, File.ReadAllText(file).Replace("question 3", "question three", StringComparison.Ordinal));
        ToolResult refused = await run.RunAsync("plan", "--offline", "fetched");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("error QG0116: The documents of acme/quiz (main/test) are not those of quantgate.lock", refused.Error);
    }

    [Fact]
    public async Task Plan_in_CI_demands_a_lock()
    {
        run.Variables["CI"] = "true";
        ToolResult refused = await run.RunAsync("plan");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(
            "error QG0115: The data set acme/quiz (main/test) is not pinned, and this is CI. Run 'quantgate fetch'", refused.Error);
        await run.SucceedAsync("fetch", "-o", "fetched");
        await run.SucceedAsync("plan");
    }

    [Fact]
    public async Task Plan_in_CI_refuses_a_model_without_a_commit()
    {
        run.Variables["CI"] = "true";
        run.Write("quantgate.yml", Policy.Replace("model: demo", "model: hf:acme/tiny", StringComparison.Ordinal));
        ToolResult refused = await run.RunAsync("plan");
        Assert.Contains("quantgate.yml(2,8): error QG0115: hf:acme/tiny is not pinned to a commit", refused.Error);
    }

    [Fact]
    public async Task Plan_with_a_damaged_lock_says_where()
    {
        run.Write(LockFile.FileName, "{\n  \"version\": 1,\n  \"models\": [\n");
        ToolResult refused = await run.RunAsync("plan");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("quantgate.lock(", refused.Error, StringComparison.Ordinal);
        Assert.Contains("error QG0117", refused.Error, StringComparison.Ordinal);
    }

    private static JsonObject[] Rows(string text, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new JsonObject { ["q"] = $"{text} {i}", ["n"] = i % 2 })];
}
