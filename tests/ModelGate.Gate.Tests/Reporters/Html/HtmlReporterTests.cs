using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ModelGate.Gate.Records;
using ModelGate.Gate.Reporters.Html;

namespace ModelGate.Gate.Tests.Reporters.Html;

public sealed partial class HtmlReporterTests
{
    private const string Hostile = "</script><script>alert(1)</script><!-- \u2028 <img src=x onerror=alert(1)> \" ' & ${x}";

    [Fact]
    public void Write_of_the_same_record_gives_the_same_bytes() => Assert.Equal(Render(SampleRun.Failed), Render(SampleRun.Failed));

    [Fact]
    public void Write_begins_with_the_verdict() => Assert.Matches(
        @"<h1 class=""bad""><span aria-hidden=""true"">✘</span> FAILED: ", Render(SampleRun.Failed));

    [Fact]
    public void Write_allows_exactly_the_scripts_that_it_carries()
    {
        string page = Render(SampleRun.Failed);
        string policy = ContentPolicy().Match(page).Groups[1].Value;
        string[] scripts = [.. Script().Matches(page).Select(match => match.Groups[1].Value)];
        Assert.Equal(2, scripts.Length);
        Assert.Equal(2, Regex.Count(policy, "sha256-"));
        Assert.All(scripts, script => Assert.Contains(
            $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'",
            System.Net.WebUtility.HtmlDecode(policy), StringComparison.Ordinal));
        Assert.StartsWith("default-src &#x27;none&#x27;", policy, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_keeps_foreign_text_text()
    {
        string page = Render(Rendering.WithText(SampleRun.Failed, Hostile));
        string markup = Script().Replace(page, "");
        Assert.Contains("&lt;img src=x", markup, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", markup, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", markup, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(page, "</script>"));
        string block = DataBlock().Match(page).Groups[1].Value;
        Assert.DoesNotContain("<", block, StringComparison.Ordinal);
        Assert.DoesNotContain("\u2028", block, StringComparison.Ordinal);
        using JsonDocument data = JsonDocument.Parse(block);
        Assert.Equal(Hostile, data.RootElement.GetProperty("flips")[0].GetProperty("question").GetString());
    }

    [Fact]
    public void Write_keeps_the_licences_of_the_charts() => Assert.All(
        ["Licensed to the Apache Software Foundation", "Copyright (c) 2013, Baidu Inc.", "Copyright (c) Microsoft Corporation."],
        notice => Assert.Contains(notice, Render(SampleRun.Failed), StringComparison.Ordinal));

    [Fact]
    public void Write_of_a_run_without_times_says_so()
    {
        RunRecord untimed = SampleRun.Failed with { Baseline = SampleRun.Failed.Baseline with { Scenarios = [] } };
        untimed = untimed with
        {
            Candidates = [.. untimed.Candidates.Select(candidate => candidate with { Model = candidate.Model with { Scenarios = [] } })],
        };
        Assert.Contains("Nothing was timed in this run", Render(untimed), StringComparison.Ordinal);
        Assert.DoesNotContain("data-chart=\"tradeoff\"", Render(untimed), StringComparison.Ordinal);
        Assert.Contains("data-chart=\"tradeoff\"", Render(SampleRun.Failed), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_names_a_loosened_policy_above_the_candidates()
    {
        string page = Render(Rendering.WithChanges(SampleRun.Passed));
        Assert.Matches("(?s)</h1>.*This change loosens its own gate.*class=\"cards\"", page);
        Assert.Contains("gate on recovery for fp8: margin", page, StringComparison.Ordinal);
        Assert.DoesNotContain("loosens", Render(SampleRun.Passed), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.layers.31.mlp.down_proj", "31", "mlp.down_proj")]
    [InlineData("model.layers.3.mlp.experts.7.up_proj", "3", "mlp.experts.7.up_proj")]
    [InlineData("lm_head", "–", "lm_head")]
    [InlineData("blocks.5", "–", "blocks.5")]
    public void Place_of_a_module(string module, string layer, string projection) =>
        Assert.Equal((layer, projection), ErrorMapData.Place(module));

    private static string Render(RunRecord record) => Rendering.Of(new HtmlReporter(), record);

    [GeneratedRegex("http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"")]
    private static partial Regex ContentPolicy();

    [GeneratedRegex("<script(?: type=\"module\")?>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex("<script type=\"application/json\" id=\"data\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex DataBlock();
}
