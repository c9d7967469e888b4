using System.Text.Json.Nodes;
using ModelGate.Measurement.Accuracy;
using ModelGate.Testing;

namespace ModelGate.Tool.Tests.Commands;

/// <summary>Answers that a judge compares, from documents to the reports.</summary>
public sealed class ArenaHardTests : IDisposable
{
    private const int Prompts = 4;

    private readonly ToolRun tool = new();
    private readonly FakeJudge judge = new();

    public ArenaHardTests()
    {
        tool.Variables["OPENAI_API_KEY"] = FakeJudge.Secret;
        string task = BuiltInTaskFiles.Read().Single(file => file.Name == "arena/arena_hard.yaml").Text;
        tool.Write("arena.yaml", task.Replace("max_gen_toks: 4096", "max_gen_toks: 24", StringComparison.Ordinal));
        Lay("question.jsonl", i => new JsonObject { ["uid"] = $"uid{i}", ["prompt"] = $"Tell me about {i} cats." });
        Lay("model_answer/gpt-4-0314.jsonl", i => new JsonObject
        {
            ["uid"] = $"uid{i}", ["answer"] = new string('x', i % 2 == 0 ? 1 : 4000),
        });
    }

    public void Dispose()
    {
        judge.Dispose();
        tool.Dispose();
    }

    [Fact]
    public async Task Eval_judges_in_both_orders_and_two_runs_and_never_asks_twice()
    {
        ToolResult first = await EvalAsync("one");
        Assert.StartsWith(
            $"arena-hard: judging {4 * Prompts} games in 2 runs for gpt-4-1106-preview, about ", first.Error, StringComparison.Ordinal);
        Assert.Equal(4 * Prompts, judge.Requests.Count);
        JsonNode results = JsonNode.Parse(File.ReadAllText(tool.Combine("one", "results.json")))!;
        // Two prompts won three times in both orders, two lost likewise.
        Assert.Equal(0.5, results["results"]!["arena-hard"]!["win_rate,none"]!.GetValue<double>(), 1e-12);
        JsonNode judging = results["quantgate"]!["tasks"]!["arena-hard"]!["judging"]!;
        Assert.Equal([0.5, 0.5], judging["runs"]!.AsArray().Select(run => run!["win_rate"]!.GetValue<double>()));
        Assert.Equal(16_000, judging["input_tokens"]!.GetValue<long>());
        JsonNode[] judgments = [.. File.ReadLines(tool.Combine("one", "judgments_arena-hard.jsonl")).Select(line => JsonNode.Parse(line)!)];
        Assert.Equal(4 * Prompts, judgments.Length);
        Assert.Equal(
            ["B>>A", "A>>B", "A>>B", "B>>A"], judgments.Take(4).Select(judgment => judgment["verdict"]!.GetValue<string>()));
        Assert.Equal(
            ["uid0", "uid0", "uid1", "uid1"], judgments.Take(4).Select(judgment => judgment["uid"]!.GetValue<string>()));

        ToolResult second = await EvalAsync("two");
        Assert.Equal(4 * Prompts, judge.Requests.Count);
        Assert.Equal(
            File.ReadAllText(tool.Combine("one", "judgments_arena-hard.jsonl")),
            File.ReadAllText(tool.Combine("two", "judgments_arena-hard.jsonl")));
        AssertNoSecret(first, second);
    }

    /// <summary>Battles weigh: 6 of 6, 0 of 6, 3½ of 4 and 0 of 6 are 9½ of 22.</summary>
    [Fact]
    public async Task Compare_weighs_documents_by_their_battles_and_refuses_another_judge()
    {
        judge.Says = user => user.Contains("2 cats", StringComparison.Ordinal) && FakeJudge.Answered(user, 'A').StartsWith('x')
            ? "[[A=B]]" : FakeJudge.LongerIsBetter(user);
        await EvalAsync("one");
        ToolResult compared = await tool.SucceedAsync("compare", "one", "one");
        Assert.Contains("43.18 %    43.18 %   100.00 %", compared.Output, StringComparison.Ordinal);
        await tool.SucceedAsync([.. Arguments("two"), "--judge-model", "another"]);
        ToolResult refused = await tool.RunAsync("compare", "one", "two");
        Assert.Contains(
            "judged by gpt-4-1106-preview in 2 runs, the candidate's by another in 2 runs", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_unscored_games_are_counted_and_too_many_are_an_error()
    {
        judge.Says = user => user.Contains("3 cats", StringComparison.Ordinal) ? "I do not want to." : FakeJudge.LongerIsBetter(user);
        ToolResult refused = await tool.RunAsync(Arguments("one"));
        Assert.Equal(ExitCodes.Unfinished, refused.ExitCode);
        Assert.Contains("QG0632", refused.Error, StringComparison.Ordinal);
        Assert.Contains("4 of 16 games unscored (4 no label)", refused.Error, StringComparison.Ordinal);
        Assert.Equal(20, judge.Requests.Count);
        Assert.False(File.Exists(tool.Combine("one", "results.json")));
        AssertNoSecret(refused);
    }

    [Fact]
    public async Task Check_interrupted_while_judging_goes_on_and_reports_the_judging()
    {
        WritePolicy();
        judge.Answer = request => judge.Requests.Count > 5
            ? FakeReply.Json("""{"error": {"message": "no more"}}""", 401) : FakeJudge.Reply(judge.Says(FakeJudge.UserOf(request)));
        ToolResult stopped = await tool.RunAsync("check", "policy.yml", "-o", "out");
        Assert.Equal(ExitCodes.Unfinished, stopped.ExitCode);
        Assert.Contains("QG0633", stopped.Error, StringComparison.Ordinal);
        int kept = Directory.GetFiles(tool.Combine(".quantgate", "judgments"), "*.json", SearchOption.AllDirectories).Length;
        Assert.InRange(kept, 1, 5);

        judge.Requests.Clear();
        judge.Answer = request => FakeJudge.Reply(judge.Says(FakeJudge.UserOf(request)));
        ToolResult result = await tool.RunAsync("check", "policy.yml", "-o", "out");
        JsonNode record = RunJson.Read(tool.Combine("out"));
        JsonNode baseline = record["baseline"]!["tasks"]![0]!["judging"]!;
        Assert.Equal((2 * Prompts, 0), (baseline["games"]!.GetValue<int>(), baseline["unscoredGames"]!.GetValue<int>()));
        Assert.Equal(8 * ((1000 * 10e-6) + (100 * 30e-6)), baseline["usd"]!.GetValue<double>(), 1e-9);
        Assert.Contains(
            "arena-hard, baseline: 50.0 % by judge-7 in one run, 95 % interval over prompts",
            File.ReadAllText(tool.Combine("out", "report.md")).Replace("\u200B", "", StringComparison.Ordinal), StringComparison.Ordinal);
        string[] answers = [.. record["candidates"]!.AsArray().Select(candidate => candidate!["name"]!.GetValue<string>())];
        Assert.Equal(["fp8"], answers);
        // Answers that quantization did not change were judged with the baseline's.
        Assert.InRange(judge.Requests.Count, (2 * Prompts) - kept, (4 * Prompts) - kept);

        judge.Requests.Clear();
        string before = RunJson.Timeless(tool.Combine("out"));
        ToolResult again = await tool.RunAsync("check", "policy.yml", "-o", "out");
        Assert.Empty(judge.Requests);
        Assert.Equal(before, RunJson.Timeless(tool.Combine("out")));
        AssertNoSecret(stopped, result, again);
    }

    [Fact]
    public async Task Plan_tells_games_tokens_and_cost_and_asks_nothing()
    {
        WritePolicy();
        ToolResult plan = await tool.SucceedAsync("plan", "policy.yml");
        Assert.Matches(@"(?m)^ +judging 16 games in 1 run for judge-7, about \d+ tokens in and \d+ out, about \d+\.\d\d USD", plan.Output);
        Assert.Empty(judge.Requests);
    }

    [Fact]
    public async Task Plan_without_a_judge_or_its_key_is_refused()
    {
        tool.Write("policy.yml", Policy(""));
        ToolResult none = await tool.RunAsync("plan", "policy.yml");
        Assert.Equal(ExitCodes.Usage, none.ExitCode);
        Assert.Contains("QG0619", none.Error, StringComparison.Ordinal);
        Assert.Contains("judge: {endpoint:", none.Error, StringComparison.Ordinal);

        tool.Write("policy.yml", Policy($"judge: {{endpoint: '{judge.Endpoint}', key-variable: OTHER_KEY}}"));
        tool.Variables["OTHER_KEY"] = null;
        ToolResult keyless = await tool.RunAsync("plan", "policy.yml");
        Assert.Equal(ExitCodes.Usage, keyless.ExitCode);
        Assert.Contains("error QG0633: The environment variable OTHER_KEY is empty.", keyless.Error, StringComparison.Ordinal);
        Assert.Contains("policy.yml(8,", keyless.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_prompts_without_a_baseline_answer_are_refused()
    {
        File.WriteAllLines(tool.Combine("mine.jsonl"), ["""{"uid": "uid0", "answer": "a"}"""]);
        tool.Write("policy.yml", Policy($"judge: {{endpoint: '{judge.Endpoint}', baseline-answers: mine.jsonl}}"));
        ToolResult plan = await tool.RunAsync("plan", "policy.yml");
        Assert.Equal(ExitCodes.Usage, plan.ExitCode);
        Assert.Contains("error QG0630: Answers to 3 of 4 prompts are missing: uid1, uid2, uid3.", plan.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_wrong_judge_options_are_refused_together()
    {
        ToolResult result = await tool.RunAsync(
            [.. Arguments("out"), "--judge-key-variable", FakeJudge.Secret, "--judge-runs", "0"]);
        Assert.Equal(ExitCodes.Usage, result.ExitCode);
        Assert.Equal(2, result.ErrorLines.Count);
        AssertNoSecret(result);
    }

    /// <summary>The task as it stands, on prompts and baseline answers of the benchmark itself.</summary>
    [Fact]
    public async Task Eval_real_prompts_against_the_real_baseline()
    {
        string source = Path.Combine(Repository.Shared ?? "", "data", "arena_hard");
        if (!Directory.Exists(source)) Assert.Skip("The benchmark's documents are not here (MODELGATE_SHARED).");
        string[] answers = File.ReadAllLines(Path.Combine(source, "answers_gpt-4-0314.jsonl"));
        HashSet<string> answered = [.. answers.Select(line => JsonNode.Parse(line)!["uid"]!.GetValue<string>())];
        File.WriteAllLines(Data("question.jsonl"), File.ReadLines(Path.Combine(source, "question_000_329.jsonl"))
            .Where(line => line.Length < 500 && answered.Contains(JsonNode.Parse(line)!["uid"]!.GetValue<string>()))
            .Take(3));
        File.WriteAllLines(Data("model_answer/gpt-4-0314.jsonl"), answers);
        await tool.SucceedAsync(
            "eval", "demo", "--tasks", "arena-hard", "--data-folder", "data", "--judge", judge.Endpoint, "--judge-runs", "1", "-o", "out");
        Assert.Equal(6, judge.Requests.Count);
        string[] real = [.. answers.Select(line => JsonNode.Parse(line)!["answer"]!.GetValue<string>())];
        string[] users = [.. judge.Requests.Select(FakeJudge.UserOf)];
        Assert.Equal(3, users.Count(user => real.Contains(FakeJudge.Answered(user, 'A'))));
        Assert.Equal(3, users.Count(user => real.Contains(FakeJudge.Answered(user, 'B'))));
        Assert.All(users, user => Assert.StartsWith("<|User Prompt|>\n", user, StringComparison.Ordinal));
        string[] samples = File.ReadAllLines(tool.Combine("out", "samples_arena-hard.jsonl"));
        Assert.Equal(3, samples.Length);
        // 4096 tokens exceed the demo's context; the prompts stay whole all the same.
        Assert.All(samples, line => Assert.Equal(0, JsonNode.Parse(line)!["quantgate"]!["truncated"]!.GetValue<int>()));
    }

    private string[] Arguments(string output) =>
        ["eval", "demo", "--tasks", "arena.yaml", "--data-folder", "data", "--judge", judge.Endpoint, "-o", output];

    private Task<ToolResult> EvalAsync(string output) => tool.SucceedAsync(Arguments(output));

    private void WritePolicy() => tool.Write("policy.yml", Policy(
        $"judge: {{endpoint: '{judge.Endpoint}', model: judge-7, runs: 1, parallel: 1, "
        + "price: {input-usd-per-million: 10, output-usd-per-million: 30}}"));

    private static string Policy(string judge) => $$"""
        version: 1
        model: demo
        candidates:
          fp8: {scheme: w8a8-fp8}
        accuracy:
          tasks: [arena.yaml]
          data-folder: data
          {{judge}}
        gates:
          - {metric: recovery, at-least: 50%, margin: 40%}

        """;

    private void Lay(string file, Func<int, JsonObject> row) =>
        File.WriteAllLines(Data(file), Enumerable.Range(0, Prompts).Select(i => row(i).ToJsonString()));

    private string Data(string file)
    {
        string path = tool.Combine("data", "lmarena-ai/arena-hard-auto/data/arena-hard-v0.1", file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Neither printed nor in any file: reports, samples, caches.</summary>
    private void AssertNoSecret(params IReadOnlyList<ToolResult> results)
    {
        Assert.All(results, result => Assert.DoesNotContain(FakeJudge.Secret, result.ToString(), StringComparison.Ordinal));
        string[] files = Directory.GetFiles(tool.Folder, "*", SearchOption.AllDirectories);
        Assert.All(
            files.Where(file => !file.Contains("packed", StringComparison.Ordinal)),
            file => Assert.DoesNotContain(FakeJudge.Secret, File.ReadAllText(file), StringComparison.Ordinal));
        Assert.All(judge.Requests, request => Assert.DoesNotContain(FakeJudge.Secret, request.Body, StringComparison.Ordinal));
    }
}
