using ModelGate.GitHub.Api;

namespace ModelGate.GitHub.Tests.Api;

public sealed class OperationsTests
{
    [Fact]
    public void Table_has_every_operation_of_the_interface() => Assert.Equal(
        typeof(IGitHub).GetMethods().Where(method => !method.IsSpecialName).Select(method => method.Name).Order(),
        Operations.All.Keys.Order());

    [Theory]
    [MemberData(nameof(Operations.Names), MemberType = typeof(Operations))]
    public async Task Every_request_has_the_headers_that_GitHub_asks_for(string operation)
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        Fakes.FakeRun run = new(1, Operations.Sha);
        session.Fake.Artifacts.Add("quantgate", [1, 2, 3], run, artifact => artifact with { Id = Operations.Id });

        await IgnoringAbsence(Operations.All[operation](session.Client, session.Cancel));

        Assert.NotEmpty(session.Fake.Calls);
        Assert.All(session.Fake.Calls.Where(call => call.Target.StartsWith("/api/v3/", StringComparison.Ordinal)), call =>
        {
            Assert.Equal("modelgate", call.Headers.UserAgent);
            Assert.Equal($"Bearer {Fakes.FakeGitHub.SecretToken}", call.Headers.Authorization);
            Assert.Equal("2022-11-28", call.Headers["X-GitHub-Api-Version"]);
            Assert.StartsWith("application/vnd.github", call.Headers.Accept.ToString(), StringComparison.Ordinal);
            if (call.Body.Length > 0) Assert.Equal("application/json; charset=utf-8", call.Headers.ContentType);
        });
    }

    private static async Task IgnoringAbsence(Task work)
    {
        try
        {
            await work;
        }
        catch (GitHubException absent) when (absent.Problem is GitHubProblem.NotFound)
        {
            // The fake has none of it.
        }
    }
}
