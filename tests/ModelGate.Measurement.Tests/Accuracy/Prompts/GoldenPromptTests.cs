using System.Text.Json;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Prompts;
using ModelGate.Models.Templates;
using ModelGate.Testing;

namespace ModelGate.Measurement.Tests.Accuracy.Prompts;

/// <summary>Prompts recorded from lm-evaluation-harness's own task class, character by character.</summary>
public sealed class GoldenPromptTests
{
    [Theory]
    [InlineData("arc_challenge")]
    [InlineData("arc_challenge_25shot")]
    [InlineData("mmlu")]
    [InlineData("leaderboard_bbh")]
    [InlineData("hellaswag")]
    [InlineData("winogrande")]
    [InlineData("truthfulqa_mc2")]
    [InlineData("gsm8k")]
    [InlineData("gsm8k_cot_llama")]
    [InlineData("arc_challenge_llama")]
    [InlineData("mmlu_llama")]
    [InlineData("humaneval_instruct")]
    [InlineData("leaderboard_ifeval")]
    public void Assemble_equals_the_harness(string file)
    {
        string path = Path.Combine(Repository.Shared ?? "", "golden", "prompts", file + ".jsonl");
        if (!File.Exists(path)) Assert.Skip("The recorded prompts are not here (MODELGATE_SHARED).");
        foreach (string line in File.ReadLines(path))
        {
            using JsonDocument json = JsonDocument.Parse(line);
            Check(file, json.RootElement);
        }
    }

    private static void Check(string file, JsonElement row)
    {
        Document document = AsDocument(
            0, row.TryGetProperty("processed_doc", out JsonElement processed) ? processed : row.GetProperty("doc"));
        List<Document> examples = [];
        if (row.TryGetProperty("fewshot_docs", out JsonElement shown))
        {
            examples.AddRange(shown.EnumerateArray().Select((doc, i) => AsDocument(i + 1, doc)));
        }

        TaskDefinition task = GoldenTasks.For(file, row);
        task = task with { Fewshot = task.Fewshot with { Count = examples.Count } };
        TaskData data = new(new([document]), examples.Count > 0 ? new(examples) : null, false);

        DocumentPrompt plain = new PromptAssembler(task, data, null, null).Assemble(document, examples);
        string[] contexts = row.TryGetProperty("contexts", out JsonElement several)
            ? Texts(several) : [row.GetProperty("context").GetString()!];
        Assert.Equal(contexts, plain.Requests.Select(request => request.Context).Distinct());
        if (row.TryGetProperty("continuations", out JsonElement continuations))
        {
            Assert.Equal(Texts(continuations), plain.Requests.Select(request => request.Continuation));
            Assert.Equal(Texts(row.GetProperty("choices")), plain.Choices);
            Assert.Equal([row.GetProperty("gold").GetInt32()], plain.Gold);
        }
        else if (file != "leaderboard_ifeval")
        {
            Assert.Equal([row.GetProperty("target").GetString()!], plain.Targets);
        }

        CheckChat("messages_multiturn", ChatUse.MultiTurn);
        CheckChat("messages_singleturn", ChatUse.SingleTurn);

        void CheckChat(string key, ChatUse chat)
        {
            if (!row.TryGetProperty(key, out JsonElement messages)) return;
            TaskDefinition chatting = task with { Gating = task.Gating with { Chat = chat } };
            DocumentPrompt prompt =
                new PromptAssembler(chatting, data, null, ChatTemplate.Load(Repository.DemoModel)).Assemble(document, examples);
            Assert.Equal(
                messages.EnumerateArray().Select(message => new ChatMessage(
                    message.GetProperty("role").GetString()!, message.GetProperty("content").GetString()!)),
                Assert.Single(prompt.Chats));
            if (task.Output != OutputType.MultipleChoice) return;
            Assert.Equal(plain.Choices, prompt.Requests.Select(request => request.Continuation));
        }
    }

    private static Document AsDocument(int id, JsonElement json) => new(id, JsonValues.Fields(json), new("golden.jsonl", id + 1, 1));

    private static string[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(text => text.GetString()!)];
}
