using System.Text;
using ModelGate.GitHub.Api;

namespace ModelGate.GitHub.Tests.Api;

public sealed class FileTests
{
    [Theory]
    [InlineData("main", "quantgate.yml")]
    [InlineData("feature/a#b", "models/größe 1/quantgate.yml")]
    public async Task File_comes_byte_by_byte_as_it_is_at_that_commit(string reference, string path)
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Contents.Set(reference, path, "version: 1\r\n# ü");
        session.Fake.Contents.Set("other", path, "version: 2");

        byte[]? file = await session.Client.FindFileAsync(path, reference, 1000, session.Cancel);

        Assert.Equal("version: 1\r\n# ü", Encoding.UTF8.GetString(file!));
    }

    [Fact]
    public async Task What_is_no_file_is_null()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Contents.Set("main", "folder/quantgate.yml", "version: 1");

        Assert.Null(await session.Client.FindFileAsync("folder", "main", 1000, session.Cancel));
        Assert.Null(await session.Client.FindFileAsync("folder/other.yml", "main", 1000, session.Cancel));
        Assert.Null(await session.Client.FindFileAsync("folder/quantgate.yml", "elsewhere", 1000, session.Cancel));
    }

    [Fact]
    public async Task File_beyond_the_allowed_size_is_too_large()
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();
        session.Fake.Contents.Set("main", "large.yml", new byte[1001]);

        GitHubException refused = await Assert.ThrowsAsync<GitHubException>(
            () => session.Client.FindFileAsync("large.yml", "main", 1000, session.Cancel));

        Assert.IsType<GitHubProblem.TooLarge>(refused.Problem);
        session.Fake.Contents.Set("main", "large.yml", new byte[1000]);
        Assert.Equal(1000, (await session.Client.FindFileAsync("large.yml", "main", 1000, session.Cancel))?.Length);
    }

    [Theory]
    [InlineData("../issues/comments")]
    [InlineData("a/../../pulls")]
    [InlineData("./quantgate.yml")]
    [InlineData("/quantgate.yml")]
    public async Task Path_that_would_lead_to_another_operation_is_never_sent(string path)
    {
        await using FakeGitHubSession session = await FakeGitHubSession.StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => session.Client.FindFileAsync(path, "main", 1000, session.Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => session.Client.ListPullRequestsOfCommitAsync("..", session.Cancel));
        Assert.Empty(session.Fake.Calls);
    }
}
