using ModelGate.Models.Diagnostics;
using ModelGate.Models.Hub;

namespace ModelGate.Models.Tests.Hub;

public sealed class HubReferenceTests
{
    [Theory]
    [InlineData("hf:Qwen/Qwen2.5-0.5B", "Qwen", "Qwen2.5-0.5B", "main", false)]
    [InlineData("hf:a/b@refs/pr/3", "a", "b", "refs/pr/3", false)]
    [InlineData("hf:a/b@0123456789abcdef0123456789abcdef01234567", "a", "b", "0123456789abcdef0123456789abcdef01234567", true)]
    public void Parse_reference_gives_its_parts(string text, string owner, string name, string revision, bool pinned)
    {
        HubReference reference = HubReference.Parse(text);
        Assert.Equal((owner, name, revision, pinned), (reference.Owner, reference.Name, reference.Revision, reference.IsPinned));
    }

    [Theory]
    [InlineData("hf:")]
    [InlineData("hf:name")]
    [InlineData("hf:a/b/c")]
    [InlineData("hf:a/..")]
    [InlineData("hf:../b")]
    [InlineData("hf:a/b@")]
    [InlineData("hf:a/b@../../x")]
    [InlineData("hf:a/b@x//y")]
    [InlineData("hf:a/b@/x")]
    [InlineData("hf:a/b?x=1")]
    [InlineData("hf:a/b\n")]
    public void Parse_anything_else_is_refused(string text) =>
        Assert.Equal("QG0401", Assert.Single(Assert.Throws<DiagnosticException>(() => HubReference.Parse(text)).Diagnostics).Code);

    [Theory]
    [InlineData("HF_HUB_CACHE=/c,HF_HOME=/h", "/c")]
    [InlineData("HF_HOME=/h", "/h/hub")]
    [InlineData("XDG_CACHE_HOME=/x,HOME=/u", "/x/huggingface/hub")]
    [InlineData("HOME=/u", "/u/.cache/huggingface/hub")]
    public void FromEnvironment_cache_follows_the_hubs_rules(string variables, string expected) =>
        Assert.Equal(expected, Options(variables).CacheDirectory.Replace('\\', '/'));

    [Fact]
    public void FromEnvironment_reads_endpoint_and_offline()
    {
        HubOptions options = Options("HF_ENDPOINT=https://mirror.example/hf,HF_HUB_OFFLINE=1,HOME=/u");
        Assert.Equal(("https://mirror.example/hf/", true), (options.Endpoint.ToString(), options.Offline));
        Assert.Throws<DiagnosticException>(() => Options("HF_ENDPOINT=mirror,HOME=/u"));
    }

    private static HubOptions Options(string variables)
    {
        var map = variables.Split(',').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return HubOptions.FromEnvironment(map.GetValueOrDefault);
    }
}
