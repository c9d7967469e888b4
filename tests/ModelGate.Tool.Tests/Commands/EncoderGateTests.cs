using System.Text.Json.Nodes;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Accuracy.Similarity;
using ModelGate.Models.Encoders;
using ModelGate.Testing;

namespace ModelGate.Tool.Tests.Commands;

/// <summary>Gates on bertscore and sts from policy to record, with the tiny encoders.</summary>
public sealed class EncoderGateTests(ToolRun tool) : IClassFixture<ToolRun>
{
    private static string Gates(string models, string gates) => $$"""
        version: 1
        model: demo
        candidates:
          int4: {scheme: w4a16-int4, algorithm: rtn}
        accuracy:
          tasks: [{task: demo-chat, sample: 12}]
        {{models}}
        gates:
        {{gates}}
        """;

    private static string Tiny =>
        $"  similarity: {{bertscore-model: '{TinyEncoders.Roberta}', bertscore-layer: 3, sts-model: '{TinyEncoders.Bert}'}}";

    [Fact]
    public async Task Check_compares_answers_by_encoders_and_notes_how()
    {
        const string Rules =
            "  - {metric: bertscore, at-least: 1%, decide-by: estimate}\n  - {metric: sts, at-least: 1%, decide-by: estimate}";
        JsonNode record = await CheckAsync("first", Gates(Tiny, Rules));
        string[] notes = [.. record["notes"]!.AsArray().Select(note => note!.GetValue<string>())];
        Assert.Contains(notes, note => note.StartsWith("bertscore: roberta_L3_no-idf_version, by ", StringComparison.Ordinal));
        Assert.Contains(notes, note => note.StartsWith("int4, demo-chat: the mean cosine is ", StringComparison.Ordinal));

        // The gates' values are those of the measures themselves on the answers that the run kept.
        (string[] before, string[] after) = Answers();
        Assert.NotEqual(before, after);
        using Encoder roberta = Encoder.Open(TinyEncoders.Roberta, 3, threads: 1), bert = Encoder.Open(TinyEncoders.Bert, null, threads: 1);
        CancellationToken cancel = TestContext.Current.CancellationToken;
        double expected = new BertScore(roberta, "roberta").Compare(after, before, cancel).Average(value => value.Bounded);
        Assert.Equal(expected, Value(record, "bertscore"), 12);
        Assert.InRange(expected, 0.5, 0.9999);
        double cosine = new SentenceSimilarity(bert).Cosines(after, before, cancel).Average();
        Assert.Equal((cosine + 1) / 2, Value(record, "sts"), 12);

        // From the work folder the second time, and the same.
        JsonNode again = await CheckAsync("second", Gates(Tiny, Rules));
        Assert.Equal(Value(record, "bertscore"), Value(again, "bertscore"));
        Assert.Equal(notes, again["notes"]!.AsArray().Select(note => note!.GetValue<string>()));
    }

    [Fact]
    public async Task Plan_without_the_encoder_and_offline_says_what_is_missing()
    {
        tool.Variables["HF_HUB_OFFLINE"] = "1";
        tool.Variables["HF_HOME"] = tool.Combine("hub");
        tool.Write("offline.yml", Gates("", "  - {metric: bertscore, at-least: 90%}\n  - {metric: sts, at-least: 95%}"));
        ToolResult result = await tool.RunAsync("plan", "offline.yml");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("hf:FacebookAI/roberta-large", result.Error, StringComparison.Ordinal);
        Assert.Contains("hf:sentence-transformers/all-MiniLM-L6-v2", result.Error, StringComparison.Ordinal);
        Assert.Equal(2, result.Error.Split("QG0403").Length - 1);
    }

    [Fact]
    public async Task Plan_with_a_model_that_is_no_encoder_is_refused()
    {
        tool.Write("decoder.yml", Gates(
            $"  similarity: {{bertscore-model: '{Repository.DemoModel}', sts-model: nowhere}}",
            "  - {metric: bertscore, at-least: 90%}\n  - {metric: sts, at-least: 95%}"));
        ToolResult result = await tool.RunAsync("plan", "decoder.yml");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("QG0212", result.Error, StringComparison.Ordinal);
        Assert.Contains("decoder.yml(7,", result.Error, StringComparison.Ordinal);
        Assert.Contains("QG0113: There is no directory 'nowhere'.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_locks_the_encoders_that_gates_need_and_plan_holds_them_to_it()
    {
        tool.Variables["HF_HUB_OFFLINE"] = "1";
        string roberta = Cached("roberta", "models--FacebookAI--roberta-large", new string('a', 40));
        Cached("bert", "models--sentence-transformers--all-MiniLM-L6-v2", new string('b', 40));
        tool.Write("fetch.yml", Gates(
            "  similarity: {bertscore-layer: 3}", "  - {metric: bertscore, at-least: 90%}\n  - {metric: sts, at-least: 95%}"));
        ToolResult fetched = await tool.SucceedAsync("fetch", "fetch.yml", "-o", "fetched");
        Assert.Contains($"hf:FacebookAI/roberta-large  {new string('a', 40)}", fetched.Output, StringComparison.Ordinal);
        Assert.Contains($"hf:sentence-transformers/all-MiniLM-L6-v2  {new string('b', 40)}", fetched.Output, StringComparison.Ordinal);

        ToolResult plan = await tool.SucceedAsync("plan", "fetch.yml", "--offline", "fetched");
        Assert.Contains("roberta-large_L3_no-idf_version", plan.Output, StringComparison.Ordinal);

        File.AppendAllText(Path.Combine(roberta, "config.json"), " ");
        ToolResult changed = await tool.RunAsync("plan", "fetch.yml", "--offline", "fetched");
        Assert.Equal(2, changed.ExitCode);
        Assert.Contains("fetch.yml(9,", changed.Error, StringComparison.Ordinal);
        Assert.Contains("QG0116", changed.Error, StringComparison.Ordinal);
        File.Delete(tool.Combine("quantgate.lock"));
    }

    /// <summary>A tiny encoder as a download of that name leaves it.</summary>
    private string Cached(string encoder, string name, string commit)
    {
        string folder = tool.Combine("fetched", "hub", name);
        Directory.CreateDirectory(Path.Combine(folder, "refs"));
        File.WriteAllText(Path.Combine(folder, "refs", "main"), commit);
        string snapshot = Path.Combine(folder, "snapshots", commit);
        TinyEncoders.Copy(encoder, snapshot);
        return snapshot;
    }

    private async Task<JsonNode> CheckAsync(string name, string policy)
    {
        tool.Write($"{name}.yml", policy);
        ToolResult result = await tool.RunAsync("check", $"{name}.yml", "-o", name);
        Assert.True(result.ExitCode == 0, result.ToString());
        return RunJson.Read(tool.Combine(name));
    }

    private static double Value(JsonNode record, string metric) =>
        record["findings"]!.AsArray().Single(finding => finding!["metric"]!.GetValue<string>() == metric)!
            ["measured"]!["value"]!.GetValue<double>();

    /// <summary>Answers of the two models, each by its documents; which comes first makes no difference to either measure.</summary>
    private (string[] One, string[] Other) Answers()
    {
        string[][] journals = [.. Directory.GetFiles(tool.Combine(".quantgate", "scores")).Select(file =>
            File.ReadLines(file)
                .SelectMany(line => ResponseJson.Deserialize(line.Split('\t', 3)[2]))
                .OrderBy(document => document.DocumentId)
                .Select(document => Assert.IsType<ModelResponse.Answer>(document.Responses[0]).Text).ToArray())];
        Assert.Equal(2, journals.Length);
        return (journals[0], journals[1]);
    }
}
