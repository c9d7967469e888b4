using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Judging;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Measurement.Tests.Accuracy.Judging;

public sealed class HttpJudgeTests : IDisposable
{
    private const string Secret = "sk-secretsecretsecret";

    private readonly FakeServer server = new();
    private readonly HttpClient http = HttpJudge.CreateHttpClient();
    private readonly MemoryCache cache = new();
    private ImpatientTime clock = new(TimeSpan.FromSeconds(50));

    public void Dispose()
    {
        http.Dispose();
        server.Dispose();
    }

    [Fact]
    public void Ask_posts_the_conversation_with_the_key_as_a_header()
    {
        server.Answer = _ => Completion("[[A=B]]");
        JudgeReply reply = Assert.Single(Judge().Ask([Request("Straße")], Cancel));
        Assert.Equal(new JudgeReply.Answered("[[A=B]]", false, false, new(11, 5)), reply);
        FakeRequest request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/v1/chat/completions"), (request.Method, request.Target));
        Assert.Equal($"Bearer {Secret}", request.Headers["Authorization"]);
        JsonNode body = JsonNode.Parse(request.Body)!;
        Assert.Equal(
            """{"model":"judge-1","messages":[{"role":"system","content":"Judge."},{"role":"user","content":"Straße"}],"""
                + "\"temperature\":0,\"max_tokens\":99}",
            body.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public void Ask_again_takes_the_kept_reply_and_another_run_asks_anew()
    {
        server.Answer = _ => Completion("[[A>B]]");
        Judge().Ask([Request("x")], Cancel);
        JudgeReply again = Judge().Ask([Request("x")], Cancel)[0];
        Assert.Equal("[[A>B]]", ((JudgeReply.Answered)again).Text);
        Assert.Single(server.Requests);
        Judge().Ask([Request("x") with { Run = 2 }], Cancel);
        Judge(settings => settings with { Model = "judge-2" }).Ask([Request("x")], Cancel);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public void Ask_waits_as_told_and_tries_again_after_what_may_pass()
    {
        Queue<FakeReply> replies = new(
        [
            FakeReply.Json("{}", 429, "Retry-After: 7"), FakeReply.Json("", 500), new FakeReply(200, null),
            FakeReply.Json("<html>busy</html>"), new FakeReply(200, Completion("[[B>A]]").Body, CutAfter: 20), Completion("[[B>A]]"),
        ]);
        server.Answer = _ => replies.Dequeue();
        Assert.Equal("[[B>A]]", Assert.IsType<JudgeReply.Answered>(Judge().Ask([Request("x")], Cancel)[0]).Text);
        Assert.Equal([7, 2, 4, 8, 16], clock.Waits.Select(wait => (int)wait.TotalSeconds));
    }

    [Fact]
    public void Ask_what_never_passes_is_a_failure_that_is_not_kept()
    {
        server.Answer = _ => FakeReply.Json("""{"error": {"message": "overloaded"}}""", 503);
        JudgeReply.Failed failed = Assert.IsType<JudgeReply.Failed>(Judge().Ask([Request("x")], Cancel)[0]);
        Assert.Equal("The server answered 503 ServiceUnavailable: overloaded.", failed.Reason);
        Assert.Equal(6, server.Requests.Count);
        Assert.Empty(cache.Replies);
    }

    [Fact]
    public void Ask_reply_that_does_not_come_in_time_is_tried_again()
    {
        clock = new(TimeSpan.FromHours(1));
        using ManualResetEventSlim never = new();
        server.Answer = _ =>
        {
            never.Wait(TestContext.Current.CancellationToken);
            return Completion("late");
        };
        JudgeReply.Failed failed = Assert.IsType<JudgeReply.Failed>(Judge().Ask([Request("x")], Cancel)[0]);
        never.Set();
        Assert.Equal("No reply came in 10 minutes.", failed.Reason);
        Assert.Equal(6, clock.Waits.Count(wait => wait == TimeSpan.FromMinutes(10)));
    }

    [Fact]
    public void Ask_request_that_the_server_refuses_fails_alone()
    {
        server.Answer = request => request.Body.Contains("bad", StringComparison.Ordinal)
            ? FakeReply.Json("""{"error": {"message": "context too long", "code": 400}}""", 400) : Completion("[[A=B]]");
        IReadOnlyList<JudgeReply> replies = Judge().Ask([Request("good"), Request("bad"), Request("fine")], Cancel);
        Assert.Equal("The server answered 400 BadRequest: context too long.", Assert.IsType<JudgeReply.Failed>(replies[1]).Reason);
        Assert.All([replies[0], replies[2]], reply => Assert.IsType<JudgeReply.Answered>(reply));
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData(401, "", TaskCodes.JudgeKey)]
    [InlineData(403, "", TaskCodes.JudgeKey)]
    [InlineData(404, "", TaskCodes.JudgeUnreachable)]
    [InlineData(307, "", TaskCodes.JudgeUnreachable)]
    [InlineData(429, "insufficient_quota", TaskCodes.JudgeUnreachable)]
    public void Ask_server_that_refuses_everything_stops_at_once(int status, string code, string diagnostic)
    {
        server.Answer = request => FakeReply.Json(
            $$$"""{"error": {"message": "Wrong key {{{request.Headers["Authorization"]}}}", "code": "{{{code}}}"}}""", status,
            "Location: /elsewhere");
        DiagnosticException error = Assert.Throws<DiagnosticException>(
            () => Judge(settings => settings with { Parallel = 1 }).Ask([Request("x"), Request("y")], Cancel));
        Assert.Equal(diagnostic, error.Diagnostics[0].Code);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public void Ask_server_that_is_gone_is_given_up_after_a_few()
    {
        server.Answer = _ => FakeReply.Json("{}", 400);
        DiagnosticException error = Assert.Throws<DiagnosticException>(
            () => Judge().Ask([.. Enumerable.Range(0, 500).Select(i => Request($"{i}"))], Cancel));
        Assert.Equal(TaskCodes.JudgeUnreachable, error.Diagnostics[0].Code);
        Assert.InRange(server.Requests.Count, 8, 20);
    }

    [Fact]
    public void Ask_keeps_several_requests_under_way_and_never_more()
    {
        int now = 0, most = 0;
        using CountdownEvent together = new(3);
        server.Answer = _ =>
        {
            int running = Interlocked.Increment(ref now);
            InterlockedMax(ref most, running);
            if (!together.IsSet) together.Signal();
            together.Wait(TestContext.Current.CancellationToken);
            Interlocked.Decrement(ref now);
            return Completion("[[A=B]]");
        };
        IReadOnlyList<JudgeReply> replies =
            Judge(settings => settings with { Parallel = 3 }).Ask([.. Enumerable.Range(0, 9).Select(i => Request($"{i}"))], Cancel);
        Assert.Equal(9, replies.Count);
        Assert.Equal(3, most);
    }

    [Fact]
    public void Ask_cancelled_stops_and_keeps_what_came()
    {
        using CancellationTokenSource stop = new();
        server.Answer = request =>
        {
            if (request.Body.Contains("second", StringComparison.Ordinal)) stop.Cancel();
            return Completion("[[A=B]]");
        };
        Assert.ThrowsAny<OperationCanceledException>(
            () => Judge(settings => settings with { Parallel = 1 }).Ask(
                [Request("first"), Request("second"), Request("third")], stop.Token));
        Assert.NotEmpty(cache.Replies);
        int asked = server.Requests.Count;
        Judge(settings => settings with { Parallel = 1 }).Ask([Request("first")], Cancel);
        Assert.Equal(asked, server.Requests.Count);
    }

    [Fact]
    public void Ask_key_that_a_server_sends_back_is_cleared()
    {
        server.Answer = request => Completion($"Your key is {request.Headers["Authorization"]}. [[A=B]]");
        JudgeReply.Answered reply = Assert.IsType<JudgeReply.Answered>(Judge().Ask([Request("x")], Cancel)[0]);
        Assert.Equal("Your key is Bearer [key]. [[A=B]]", reply.Text);
        Assert.DoesNotContain(Secret, string.Join('\n', cache.Replies), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"choices": [{"message": {"content": null, "refusal": "I cannot."}, "finish_reason": "stop"}]}""", "I cannot.", true, false)]
    [InlineData("""{"choices": [{"message": {"content": ""}, "finish_reason": "content_filter"}]}""", "", true, false)]
    [InlineData("""{"choices": [{"message": {"content": "half"}, "finish_reason": "length"}], "extra": 1}""", "half", false, true)]
    public void Ask_reply_says_whether_it_is_a_refusal_or_cut(string json, string text, bool isRefusal, bool isCut)
    {
        server.Answer = _ => FakeReply.Json(json);
        Assert.Equal(new JudgeReply.Answered(text, isRefusal, isCut, null), Judge().Ask([Request("x")], Cancel)[0]);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private HttpJudge Judge(Func<JudgeSettings, JudgeSettings>? change = null)
    {
        JudgeSettings settings = new() { Endpoint = new($"{server.Address}/v1"), Model = "judge-1", Parallel = 4 };
        settings = change?.Invoke(settings) ?? settings;
        return new(http, settings, JudgeKey.Of(settings, name => name == "OPENAI_API_KEY" ? Secret : null, default), cache, clock);
    }

    private static JudgeRequest Request(string text) => new([new("system", "Judge."), new("user", text)], 99, 1);

    private static FakeReply Completion(string text) => FakeReply.Json(new JsonObject
    {
        ["choices"] = new JsonArray(new JsonObject
        {
            ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = text }, ["finish_reason"] = "stop",
        }),
        ["usage"] = new JsonObject { ["prompt_tokens"] = 11, ["completion_tokens"] = 5 },
    }.ToJsonString());

    private static void InterlockedMax(ref int most, int value)
    {
        for (int seen = most; seen < value; seen = most) Interlocked.CompareExchange(ref most, value, seen);
    }

    private sealed class MemoryCache : IJudgeCache
    {
        public ConcurrentDictionary<string, JudgeReply.Answered> Replies { get; } = [];

        public JudgeReply.Answered? Find(string key) => Replies.GetValueOrDefault(key);

        public void Keep(string key, JudgeReply.Answered reply) => Replies[key] = reply;
    }
}
