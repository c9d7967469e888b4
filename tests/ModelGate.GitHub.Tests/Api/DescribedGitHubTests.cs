using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ModelGate.GitHub.Api;
using ModelGate.GitHub.Tests.Fakes;

namespace ModelGate.GitHub.Tests.Api;

/// <summary>Every operation against GitHub's own description: requests keep to it, and what it allows as an answer is understood.</summary>
public sealed class DescribedGitHubTests(DescribedGitHub described) : IClassFixture<DescribedGitHub>
{
    private const int Shapes = 12;

    [Theory]
    [MemberData(nameof(Operations.Names), MemberType = typeof(Operations))]
    public async Task Requests_and_answers_keep_to_the_description(string operation)
    {
        if (described.Address is null) Assert.Skip(described.Absence!);
        using DescriptionWatch watch = new(described.Address);
        using HttpClient http = new(watch);
        using GitHubClient client = new(
            http, new(described.Address, RepositoryName.Parse(FakeGitHub.DefaultRepository), GitHubToken.Parse("ghs_1", new("test"))),
            new WaitlessClock());

        // First GitHub's own examples, then values made up within the schemas, with nulls where they allow it.
        for (int shape = 0; shape <= Shapes; shape++)
        {
            watch.Preference = shape == 0 ? "dynamic=false" : $"dynamic=true, seed=s{shape}";
            await Operations.All[operation](client, TestContext.Current.CancellationToken);
        }

        Assert.Empty(watch.Violations);
        Assert.True(watch.Answers > Shapes, $"{watch.Answers} answers");
    }

    [Fact]
    public async Task Request_that_breaks_the_description_is_noticed()
    {
        if (described.Address is null) Assert.Skip(described.Absence!);
        using HttpClient http = new();
        JsonObject body = new() { ["name"] = "gate" };

        using HttpResponseMessage answer = await http.PostAsJsonAsync(
            new Uri(described.Address, "/repos/a/b/check-runs"), body, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    /// <summary>Asks for a shape of answer, notes violations by requests, and keeps what leads elsewhere on this machine.</summary>
    private sealed class DescriptionWatch(Uri address) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        public string Preference { get; set; } = "";

        public List<string> Violations { get; } = [];

        public int Answers { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.Authority != address.Authority)
            {
                Assert.Null(request.Headers.Authorization);
                return new(HttpStatusCode.OK) { Content = new ByteArrayContent([1, 2, 3]) };
            }

            request.Headers.Add("Prefer", Preference);
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            Answers++;
            // The example of one leads to the public GitHub.
            response.Headers.Remove("Link");
            if (response.Headers.TryGetValues("sl-violations", out IEnumerable<string>? violations))
            {
                // GitHub's examples break its own schemas here and there; those are violations of the response.
                Violations.AddRange(
                    from violation in JsonNode.Parse(string.Concat(violations))!.AsArray()
                    where (string?)violation!["location"]![0] == "request"
                    select violation.ToJsonString());
            }

            return response;
        }
    }
}
