using ModelGate.GitHub.Publishing;
using ModelGate.Models.Diagnostics;

namespace ModelGate.GitHub.Tests.Publishing;

public sealed class PolicyPathTests
{
    [Theory]
    [InlineData("/checkout/repo/services/llm/quantgate.yml", "/checkout/repo", "services/llm/quantgate.yml")]
    [InlineData("/checkout/repo/quantgate.yml", "/checkout/repo/", "quantgate.yml")]
    [InlineData(@"D:\a\repo\repo\services\llm\quantgate.yml", @"D:\a\repo\repo", "services/llm/quantgate.yml")]
    [InlineData(@"d:\a\Repo\repo\services\llm\quantgate.yml", @"D:\a\repo\repo\", "services/llm/quantgate.yml")]
    [InlineData("D:/a/repo/repo/services/llm/quantgate.yml", @"D:\a\repo\repo", "services/llm/quantgate.yml")]
    [InlineData("/checkout/r/services/q.yml", "/checkout/r", "services/q.yml")]
    [InlineData("/elsewhere/quantgate.yml", "/checkout/repo", "quantgate.yml")]
    [InlineData("/checkout/repository/quantgate.yml", "/checkout/repo", "quantgate.yml")]
    [InlineData("/checkout/repo/../other/quantgate.yml", "/checkout/repo", "quantgate.yml")]
    [InlineData("/anywhere/gate.yml", null, "gate.yml")]
    public void Of_a_file_is_its_place_in_the_checkout(string file, string? root, string path) =>
        Assert.Equal(path, PolicyPath.Of(file, root).Path);

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../quantgate.yml")]
    [InlineData(@"a\..\..\quantgate.yml")]
    [InlineData(@"C:\quantgate.yml")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a\nb")]
    public void Parse_of_what_leads_out_of_the_repository_is_refused(string text) =>
        Assert.Equal("QG1015", Assert.Throws<DiagnosticException>(() => PolicyPath.Parse(text)).Diagnostics[0].Code);

    [Fact]
    public void Names_of_two_policies_differ()
    {
        PolicyPath usual = PolicyPath.Parse("quantgate.yml"), other = PolicyPath.Parse("services/llm a/quantgate.yml");
        Assert.Equal(("quantgate", "quantgate-run"), (usual.CheckName, usual.ArtifactName));
        Assert.Equal(
            ("quantgate: services/llm a/quantgate.yml", "quantgate-run-services-llm-a-quantgate.yml"),
            (other.CheckName, other.ArtifactName));
        Assert.NotEqual(usual.Key, other.Key);
    }
}
