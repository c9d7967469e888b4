using System.Text.Json;
using ModelGate.Models.Engines;
using ModelGate.Models.Tokenizers;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Engines.Cpu;

/// <summary>
/// The demo tasks' requests as <c>demo/training/ref.py</c> makes them, and what it got for the first 60 documents of each.
/// </summary>
internal sealed class DemoSuite(Tokenizer tokenizer)
{
    public const int ReferenceDocuments = 60;

    private readonly JsonDocument outputs =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Demo, "reference", "outputs.json")));

    /// <summary>For each document the requests of its choices.</summary>
    public ContinuationRequest[][] Choices(string task) =>
    [
        .. Documents(task).Take(ReferenceDocuments).Select(document => task switch
        {
            "facts" => Choices(
                FewShot(task, 2, row => $"{Facts(row)} {Choice(row, row.GetProperty("answer").GetInt32())}") + Facts(document),
                Spaced(document, "choices")),
            "letters" => Choices(
                FewShot(task, 1, row => $"{Letters(row)} {Text(row, "answer")}") + Letters(document), [" A", " B", " C", " D"]),
            "stories" => Choices(Text(document, "ctx"), [.. Strings(document, "endings")]),
            _ => throw new ArgumentException(task),
        }),
    ];

    public GenerationRequest[] Generations(string task) =>
    [
        .. Documents(task).Take(ReferenceDocuments).Select(document => task switch
        {
            "arithmetic" => new GenerationRequest(
                Encode(FewShot(task, 1, row => $"{Facts(row)} {Text(row, "answer")}") + Facts(document)), 40, ["\n\n", "Question:"]),
            "code" => new GenerationRequest(Encode(Text(document, "prompt")), 40, ["\ndef", "\n\n"]),
            "instructions" => new GenerationRequest(Encode(Chat(Text(document, "prompt"))), 40, []),
            "chat" => new GenerationRequest(Encode(Chat(Text(document, "prompt"))), 80, []),
            _ => throw new ArgumentException(task),
        }),
    ];

    public ContinuationRequest[] Texts() =>
        [.. Documents("text").Take(ReferenceDocuments).Select(document => Split([tokenizer.BosId!.Value], Encode(Text(document, "text"))))];

    public double[][] ChoiceReference(string task) =>
        [.. outputs.RootElement.GetProperty(task).GetProperty("choice_logprobs").EnumerateArray().Select(Numbers)];

    public string[] GenerationReference(string task) => [.. Strings(outputs.RootElement.GetProperty(task), "generated")];

    public double[] TextReference() => Numbers(outputs.RootElement.GetProperty("text").GetProperty("total_logprob"));

    private int[] Encode(string text) => tokenizer.Encode(text, addSpecialTokens: true);

    private ContinuationRequest[] Choices(string context, IEnumerable<string> continuations) =>
        [.. continuations.Select(continuation => Split(Encode(context), Encode(context + continuation)))];

    /// <summary>The boundary is the count of the context's tokens.</summary>
    private static ContinuationRequest Split(int[] context, int[] whole) => new(whole[..context.Length], whole[context.Length..]);

    private static string FewShot(string task, int shots, Func<JsonElement, string> render) =>
        string.Concat(Documents($"{task}_dev").Take(shots).Select(row => render(row) + "\n\n"));

    private static string Facts(JsonElement row) => $"Question: {Text(row, "question")}\nAnswer:";

    private static string Letters(JsonElement row)
    {
        IEnumerable<string> lines = Strings(row, "choices").Zip("ABCD", (choice, letter) => $"{letter}. {choice}\n");
        return $"Question: {Text(row, "question")}\n{string.Concat(lines)}Answer:";
    }

    private static string Chat(string prompt) =>
        $"<|start_header_id|>user<|end_header_id|>\n\n{prompt}<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n";

    private static string Choice(JsonElement row, int index) => Strings(row, "choices").ElementAt(index);

    private static IEnumerable<string> Spaced(JsonElement row, string name) => Strings(row, name).Select(value => " " + value);

    private static IEnumerable<string> Strings(JsonElement row, string name) =>
        row.GetProperty(name).EnumerateArray().Select(value => value.GetString()!);

    public static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetDouble())];

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;

    private static IEnumerable<JsonElement> Documents(string name) =>
        File.ReadLines(Path.Combine(Repository.Demo, "tasks", $"{name}.jsonl")).Select(line => JsonDocument.Parse(line).RootElement);
}
