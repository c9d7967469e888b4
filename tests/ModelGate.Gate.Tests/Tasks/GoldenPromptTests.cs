using System.Text.Json;
using ModelGate.Gate.Tasks;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Code;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Accuracy.Prompts;
using ModelGate.Measurement.Accuracy.Python;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Templates;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Tasks;

/// <summary>
/// Every recorded prompt through the built-in task that it names: documents as they came in, few-shot examples drawn by our own sampler.
/// </summary>
public sealed class GoldenPromptTests
{
    private static readonly TaskLibrary s_library = new(Repository.Root);
    private static readonly ChatTemplate s_template = ChatTemplate.Load(Repository.DemoModel)!;

    public static TheoryData<string> Files => [.. GoldenPrompts.Files.Select(file => Path.GetFileName(file)!).DefaultIfEmpty("")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Prepare_equals_the_recorded_prompts(string file)
    {
        if (file.Length == 0) Assert.Skip("The recorded prompts are not here (MODELGATE_SHARED).");
        JsonElement[] rows = [.. File.ReadLines(Path.Combine(GoldenPrompts.Folder, file)).Select(line => JsonElement.Parse(line))];
        Assert.NotEmpty(rows);
        foreach (IGrouping<(string, int), JsonElement> group in rows.GroupBy(
            row => (row.GetProperty("task").GetString()!, row.GetProperty("num_fewshot").GetInt32())))
        {
            TaskDefinition task = Assert.IsType<TaskSelection.Single>(
                s_library.Resolve(group.Key.Item1, new SourcePoint(file), Repository.Root)).Task;
            Check(task, new GoldenPrompts(task, file, [.. group]));
        }
    }

    private static void Check(TaskDefinition task, GoldenPrompts golden)
    {
        if (golden.Rows[0].TryGetProperty("context", out _) || golden.Rows[0].TryGetProperty("contexts", out _))
        {
            CheckEach(task, golden, ChatUse.None, CheckPlain);
        }

        CheckEach(task, golden, ChatUse.MultiTurn, (row, prompt) => CheckChat(row, "messages_multiturn", prompt));
        CheckEach(task, golden, ChatUse.SingleTurn, (row, prompt) => CheckChat(row, "messages_singleturn", prompt));
        foreach (JsonElement row in golden.Rows) CheckGeneration(row, task.Generation);
    }

    private static void CheckEach(TaskDefinition task, GoldenPrompts golden, ChatUse chat, Action<JsonElement, DocumentPrompt> check)
    {
        PreparedTask prepared = new TaskPreparation(golden, TestCatalog.With(new NeverRuns()), s_template)
            .Prepare(task, new() { Shots = golden.Shots, Chat = chat });
        foreach ((int i, JsonElement row) in golden.Rows.Index())
        {
            DocumentPrompt prompt = prepared.Prompts[golden.PositionOf(i)];
            Assert.Equal(
                Dumps(row.TryGetProperty("processed_doc", out JsonElement processed) ? processed : row.GetProperty("doc")),
                PythonJson.Dumps(prompt.Document.Fields));
            string[] examples = row.TryGetProperty("fewshot_docs", out JsonElement shown) ? [.. shown.EnumerateArray().Select(Dumps)] : [];
            Assert.Equal(examples, prompt.Examples.Select(example => PythonJson.Dumps(example.Fields)));
            check(row, prompt);
        }
    }

    private static void CheckPlain(JsonElement row, DocumentPrompt prompt)
    {
        string[] contexts = row.TryGetProperty("contexts", out JsonElement several)
            ? Texts(several) : [row.GetProperty("context").GetString()!];
        Assert.Equal(contexts, prompt.Requests.Select(request => request.Context).Distinct());
        if (row.TryGetProperty("gen_prefix", out JsonElement prefix))
        {
            Assert.EndsWith(prefix.GetString(), contexts[0], StringComparison.Ordinal);
        }

        if (row.TryGetProperty("continuations", out JsonElement continuations))
        {
            Assert.Equal(Texts(continuations), prompt.Requests.Select(request => request.Continuation));
            Assert.Equal(Texts(row.GetProperty("choices")), prompt.Choices);
            Assert.Equal([row.GetProperty("gold").GetInt32()], prompt.Gold);
        }
        else
        {
            Assert.Equal(Targets(row.GetProperty("target")), prompt.Targets);
        }
    }

    private static void CheckChat(JsonElement row, string key, DocumentPrompt prompt)
    {
        if (!row.TryGetProperty(key, out JsonElement messages)) return;
        Assert.Equal(
            messages.EnumerateArray().Select(message => new ChatMessage(
                message.GetProperty("role").GetString()!, message.GetProperty("content").GetString()!)),
            Assert.Single(prompt.Chats));
        // Behind a chat template the delimiter in front of choices is dropped.
        if (prompt.Choices.Count > 0) Assert.Equal(prompt.Choices, prompt.Requests.Select(request => request.Continuation));
        else Assert.Equal(Targets(row.GetProperty("target")), prompt.Targets);
    }

    private static void CheckGeneration(JsonElement row, GenerationSettings settings)
    {
        if (row.TryGetProperty("until", out JsonElement until)) Assert.Equal(Texts(until), settings.Until);
        if (!row.TryGetProperty("generation", out JsonElement generation)) return;
        GenerationSettings expected = GenerationSettings.Default with { Until = settings.Until };
        foreach (JsonProperty setting in generation.EnumerateObject())
        {
            expected = setting.Name switch
            {
                "do_sample" => Greedy(setting.Value.GetBoolean(), expected),
                "temperature" => expected with { Temperature = setting.Value.GetDouble() },
                "top_p" => expected with { TopP = setting.Value.GetDouble() },
                "max_gen_toks" => expected with { MaxTokens = setting.Value.GetInt32() },
                _ => throw new NotSupportedException(setting.Name),
            };
        }

        Assert.Equal(expected, settings);

        static GenerationSettings Greedy(bool samples, GenerationSettings settings) =>
            samples ? settings with { Temperature = 1 } : settings;
    }

    private static string Dumps(JsonElement document) => PythonJson.Dumps(JsonValues.Fields(document));

    private static string[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(text => text.GetString()!)];

    private static string[] Targets(JsonElement target) => target.ValueKind switch
    {
        JsonValueKind.Array => Texts(target),
        JsonValueKind.String => [target.GetString()!],
        _ => [target.GetRawText()],
    };

    private sealed class NeverRuns : ICodeRunner
    {
        public string? Unavailable => null;

        public IReadOnlyList<CodeOutcome> Run(IReadOnlyList<CodeProgram> programs, CancellationToken cancel) =>
            throw new NotSupportedException();
    }
}
