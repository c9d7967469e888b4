using ModelGate.GitHub.Publishing;

namespace ModelGate.GitHub.Tests.Publishing;

public sealed class CommentMarkerTests
{
    private static readonly PolicyPath Policy = PolicyPath.Parse("services/llm/quantgate.yml");

    [Theory]
    [InlineData(0, "")]
    [InlineData(3, "123456789.2")]
    [InlineData(CommentMarker.MostAttempts, "1.1")]
    public void Read_gives_what_was_written(int attempts, string run)
    {
        var marker = new CommentMarker(Policy.Key, attempts, run);
        Assert.Equal(marker, CommentMarker.Read(marker.Line(Policy) + "\nText"));
        Assert.Equal(marker, CommentMarker.Read(marker.Line(Policy) + "\r\nText"));
    }

    [Theory]
    [InlineData("a --> b.yml")]
    [InlineData("a-->.yml")]
    [InlineData("----->>>>.yml")]
    public void Line_ends_the_comment_at_its_own_end(string path)
    {
        string line = new CommentMarker(Policy.Key, 0, "").Line(PolicyPath.Parse(path));
        Assert.Equal(line.Length - 3, line.IndexOf("-->", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Text")]
    [InlineData("Text\n{0}\n")]
    [InlineData(" {0}\n")]
    [InlineData("{0} more\n")]
    [InlineData("{0}")]
    public void Read_of_a_marker_elsewhere_is_none(string body) => Assert.Null(
        CommentMarker.Read(body.Replace("{0}", new CommentMarker(Policy.Key, 1, "").Line(Policy), StringComparison.Ordinal)));

    [Fact]
    public void Read_of_another_version_knows_the_policy_and_no_data() => Assert.Equal(
        new CommentMarker(Policy.Key, 0, ""), CommentMarker.Read($"<!-- quantgate v2 policy={Policy.Key} runs=[1,2,3] -->\nText"));

    [Fact]
    public void Counted_is_bounded_and_counts_a_run_once()
    {
        var marker = new CommentMarker(Policy.Key, CommentMarker.MostAttempts - 1, "1.1");
        Assert.Equal(marker, marker.Counted("1.1"));
        Assert.Equal(CommentMarker.MostAttempts, marker.Counted("2.1").Attempts);
        Assert.Equal(CommentMarker.MostAttempts, marker.Counted("2.1").Counted("3.1").Attempts);
    }
}
