using System.Text.Json;
using ModelGate.GitHub.Api;
using ModelGate.GitHub.Tests.Fakes;
using ModelGate.Models.Diagnostics;

namespace ModelGate.GitHub.Tests.Api;

/// <summary>The token is in no text that leaves the client, whatever a server sends.</summary>
public sealed class TokenSecrecyTests
{
    private static readonly string[] Methods = ["GET", "POST", "PATCH", "DELETE"];

    private static readonly Dictionary<string, Fault> Faults = new()
    {
        ["echo 301"] = new Fault.Echo(301),
        ["echo 400"] = new Fault.Echo(400),
        ["echo 401"] = new Fault.Echo(401),
        ["echo 403"] = new Fault.Echo(403),
        ["echo 404"] = new Fault.Echo(404),
        ["echo 410"] = new Fault.Echo(410),
        ["echo 422"] = new Fault.Echo(422),
        ["echo 429"] = new Fault.Echo(429),
        ["echo 500"] = new Fault.Echo(500),
        ["echo 503"] = new Fault.Echo(503),
        ["not JSON"] = new Fault.Answer(200, FakeGitHub.SecretToken),
        ["JSON of another shape"] = new Fault.Answer(200, $$"""{"{{FakeGitHub.SecretToken}}":"{{FakeGitHub.SecretToken}}"}"""),
        ["errors list"] = new Fault.Answer(
            422, $$"""{"message":"no","errors":["Bearer {{FakeGitHub.SecretToken}}",{"field":"{{FakeGitHub.SecretToken}}","code":"x"}]}"""),
        ["escaped"] = new Fault.Answer(422, $$"""{"message":"{{Escaped(FakeGitHub.SecretToken)}}"}"""),
        ["other capitals"] = new Fault.Answer(422, $$"""{"message":"{{FakeGitHub.SecretToken.ToUpperInvariant()}}"}"""),
        ["cut at the longest message"] = new Fault.Answer(422, $$"""{"message":"{{new string('.', 280)}} {{FakeGitHub.SecretToken}}"}"""),
        ["error page"] = new Fault.Answer(403, $"<html>{FakeGitHub.SecretToken}</html>"),
        ["redirection"] = new Fault.Answer(302, "", $"Location: http://localhost:9/{FakeGitHub.SecretToken}"),
        ["primary limit"] = new Fault.PrimaryLimit(TimeSpan.FromHours(1)),
        ["secondary limit"] = new Fault.SecondaryLimit(4000),
        ["lost connection"] = new Fault.LostRequest(),
        ["time-out"] = new Fault.Late(TimeSpan.FromMinutes(10)),
    };

    public static TheoryData<string> FaultNames => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(FaultNames))]
    public async Task No_failure_of_any_operation_tells_it(string fault)
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync(new() { Retries = 1 });
        int failures = 0;
        foreach ((string name, Func<IGitHub, CancellationToken, Task> operation) in Operations.All)
        {
            foreach (string method in Methods) session.Fake.Faults.Queue(method, "/", [.. Enumerable.Repeat(Faults[fault], 8)]);
            try
            {
                await operation(session.Client, session.Cancel);
            }
            catch (Exception failure)
            {
                failures++;
                Assert.True(failure is GitHubException, $"{name}: {failure.GetType()}");
                AssertSecret($"{failure} {((GitHubException)failure).Problem} {failure.InnerException}");
            }

            session.Fake.Faults.Clear();
        }

        // Absence is no failure of some; everything else is one of all but a few.
        Assert.InRange(failures, 8, Operations.All.Count);
    }

    [Fact]
    public void Token_is_redacted_wherever_it_is_shown()
    {
        GitHubToken token = GitHubToken.Parse($" {FakeGitHub.SecretToken}\n", new("GITHUB_TOKEN"));
        GitHubConnection connection = new(new("https://api.github.com"), RepositoryName.Parse("a/b"), token);

        Assert.Equal("[token]", token.ToString());
        AssertSecret($"{token} {connection} {JsonSerializer.Serialize(connection)}");
        Assert.Equal("is [token] and [token]", token.Clear($"is {FakeGitHub.SecretToken} and {FakeGitHub.SecretToken}"));
    }

    [Fact]
    public void Token_is_cleared_in_the_form_of_addresses_too() =>
        Assert.Equal("?t=[token]&", GitHubToken.Parse("a+b/c=", new("T")).Clear("?t=a%2Bb%2Fc%3D&"));

    [Theory]
    [InlineData("ghs_S3cret with a space")]
    [InlineData("ghs_S3cret\r\nX-Header: more")]
    [InlineData("ghs_S3crét")]
    [InlineData("ghs_S3cret\u0000")]
    public void Token_that_no_header_can_carry_is_refused_without_being_shown(string value)
    {
        DiagnosticException refused = Assert.Throws<DiagnosticException>(() => GitHubToken.Parse(value, new("GITHUB_TOKEN")));

        Assert.Equal("QG1003", Assert.Single(refused.Diagnostics).Code);
        Assert.DoesNotContain("S3cr", refused.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n")]
    public void Token_that_is_empty_is_missing(string? value) => Assert.Contains(
        "There is no GitHub token.", Assert.Throws<DiagnosticException>(() => GitHubToken.Parse(value, new("GITHUB_TOKEN"))).Message,
        StringComparison.Ordinal);

    private static void AssertSecret(string text)
    {
        for (int from = 0; from + 8 <= FakeGitHub.SecretToken.Length; from++)
        {
            Assert.DoesNotContain(FakeGitHub.SecretToken.Substring(from, 8), text, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static string Escaped(string text) => string.Concat(text.Select(c => $"\\u{(int)c:x4}"));
}
