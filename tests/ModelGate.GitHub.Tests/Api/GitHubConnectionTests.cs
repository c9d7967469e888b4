using ModelGate.GitHub.Api;
using ModelGate.Models.Diagnostics;

namespace ModelGate.GitHub.Tests.Api;

public sealed class GitHubConnectionTests
{
    [Theory]
    [InlineData(null, "https://api.github.com/")]
    [InlineData("https://api.github.com", "https://api.github.com/")]
    [InlineData("https://github.example.com/api/v3", "https://github.example.com/api/v3")]
    public void Address_is_the_environments_or_the_public_one(string? stated, string expected)
    {
        GitHubConnection connection = GitHubConnection.FromEnvironment(name => name switch
        {
            "GITHUB_API_URL" => stated, "GITHUB_REPOSITORY" => "acme/models", "GITHUB_TOKEN" => "ghs_1", _ => null,
        });

        Assert.Equal(expected, connection.Api.AbsoluteUri);
        Assert.Equal("acme/models", connection.Repository.ToString());
    }

    [Fact]
    public void All_that_is_wrong_comes_out_together()
    {
        DiagnosticException refused = Assert.Throws<DiagnosticException>(() => GitHubConnection.FromEnvironment(name => name switch
        {
            "GITHUB_API_URL" => "ftp://github.example.com", "GITHUB_REPOSITORY" => "models", _ => null,
        }));

        Assert.Equal(
            [("QG1001", "GITHUB_API_URL"), ("QG1002", "GITHUB_REPOSITORY"), ("QG1003", "GITHUB_TOKEN")],
            refused.Diagnostics.Select(one => (one.Code, one.At.File)));
    }

    [Theory]
    [InlineData("github.example.com/api/v3")]
    [InlineData("https://user:word@github.example.com/api/v3")]
    [InlineData("https://github.example.com/api/v3?x=1")]
    public void Address_with_more_or_less_than_a_place_is_refused(string stated) => Assert.Contains(
        "QG1001",
        Assert.Throws<DiagnosticException>(() => GitHubConnection.FromEnvironment(name => name == "GITHUB_API_URL" ? stated : "a/b"))
            .Diagnostics.Select(one => one.Code));

    [Theory]
    [InlineData("acme/models", true)]
    [InlineData("a-b/c_d.e", true)]
    [InlineData("acme", false)]
    [InlineData("acme/", false)]
    [InlineData("acme/models/x", false)]
    [InlineData("acme/..", false)]
    [InlineData("acme/mod els", false)]
    [InlineData("acme/m?x", false)]
    [InlineData(null, false)]
    public void Repository_name_is_two_safe_parts(string? text, bool isName) => Assert.Equal(isName, RepositoryName.TryParse(text, out _));

    [Fact]
    public void Repository_names_differ_in_more_than_capitals()
    {
        Assert.Equal(RepositoryName.Parse("Acme/Models"), RepositoryName.Parse("acme/models"));
        Assert.NotEqual(RepositoryName.Parse("acme/models"), RepositoryName.Parse("acme/model"));
    }
}
