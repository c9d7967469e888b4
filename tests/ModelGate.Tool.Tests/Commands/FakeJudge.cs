using System.Text.Json.Nodes;
using ModelGate.Testing;

namespace ModelGate.Tool.Tests.Commands;

/// <summary>An OpenAI-compatible judge that prefers the longer answer; a test may change what it says.</summary>
internal sealed class FakeJudge : FakeServer
{
    public const string Secret = "sk-secretsecretsecret";

    public FakeJudge()
    {
        Says = LongerIsBetter;
        Answer = request => Reply(Says(UserOf(request)));
    }

    /// <summary>From the user's turn to the reply.</summary>
    public Func<string, string> Says { get; set; }

    public string Endpoint => $"{Address}/v1";

    public static string LongerIsBetter(string user)
    {
        int a = Answered(user, 'A').Length, b = Answered(user, 'B').Length;
        string label = a == b ? "A=B" : a > 2 * b ? "A>>B" : a > b ? "A>B" : b > 2 * a ? "B>>A" : "B>A";
        return $"My own answer … My final verdict is [[{label}]]";
    }

    public static string Answered(string user, char assistant)
    {
        string start = $"<|The Start of Assistant {assistant}'s Answer|>\n", end = $"\n<|The End of Assistant {assistant}'s Answer|>";
        int from = user.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return user[from..user.IndexOf(end, from, StringComparison.Ordinal)];
    }

    public static FakeReply Reply(string text) => FakeReply.Json(new JsonObject
    {
        ["choices"] = new JsonArray(new JsonObject
        {
            ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = text }, ["finish_reason"] = "stop",
        }),
        ["usage"] = new JsonObject { ["prompt_tokens"] = 1000, ["completion_tokens"] = 100 },
    }.ToJsonString());

    /// <summary>The question and both answers, whatever was said since.</summary>
    public static string UserOf(FakeRequest request) =>
        JsonNode.Parse(request.Body)!["messages"]![1]!["content"]!.GetValue<string>();
}
