using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using ModelGate.Gate.PullRequests;
using ModelGate.Gate.Records;
using ModelGate.Gate.Tests.Reporters;

namespace ModelGate.Gate.Tests.PullRequests;

/// <summary>Records that a stranger wrote, or that are far too large, as GitHub's own program reads the comment on them.</summary>
public sealed class HostileCommentTests
{
    [Fact]
    public void Write_of_a_record_full_of_markup_links_only_the_run()
    {
        // All at once in a text that is cut nowhere, and each by itself.
        foreach (string text in MarkdownTextTests.Nasty.Append(string.Concat(MarkdownTextTests.Nasty.Take(12)))) AssertHarmless(text);
    }

    [Theory]
    [InlineData(3, 10)]
    [InlineData(40, 400)]
    [InlineData(600, 30)]
    [InlineData(1, 20_000)]
    public void Write_fits_whatever_the_record_holds(int candidates, int flips)
    {
        string text = PullRequestComment.Write(Content(Large(candidates, flips, "name")));
        Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, 60_000);
        Assert.DoesNotContain("|---|", AssertWhole(text).Value, StringComparison.Ordinal);
        Assert.StartsWith("## ✘ ModelGate NEEDS ACCEPTANCE", text, StringComparison.Ordinal);
        Assert.Contains(PolicyAcceptance.Label, text, StringComparison.Ordinal);
        Assert.Contains("Reproduce", text, StringComparison.Ordinal);
        Assert.Equal(candidates > 3, text.Contains("Left out to fit a comment", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_fits_where_every_text_grows_when_escaped()
    {
        string text = PullRequestComment.Write(Content(Large(60, 50, new string('$', 2000))));
        Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, 60_000);
        AssertWhole(text);
    }

    [Fact]
    public void Write_drops_detail_in_its_order()
    {
        string[] order =
        [
            "texts of flipped documents", "flipped documents", "gates that passed", "all measurements", "changed numbers", "notes",
            "table rows, findings and policy changes behind the first 20",
        ];
        Assert.Equal(order, CommentBudget.Steps.Take(order.Length).Select(step => step.Dropped));

        // 40 candidates are too many for the first two steps and few enough for the table.
        string text = PullRequestComment.Write(Content(Large(40, 60, "name")));
        string line = Assert.Single(text.Split('\n'), line => line.StartsWith("**Left out", StringComparison.Ordinal));
        Assert.StartsWith("**Left out to fit a comment**: texts of flipped documents; flipped documents", line, StringComparison.Ordinal);
        Assert.Contains("(`report.md`, `run.json`)", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Documents that flipped", text, StringComparison.Ordinal);
        Assert.Contains("| name 39 ", text, StringComparison.Ordinal);
    }

    private static void AssertHarmless(string foreign)
    {
        RunRecord record = Everywhere(PullRequestCommentTests.WithPublicTexts(SampleComment.Loosened) with
        {
            Findings = SampleRun.Failed.Findings,
        }, foreign);
        string text = PullRequestComment.Write(Content(record) with
        {
            BaseRun = Everywhere(SampleComment.Before, foreign),
            Acceptance = new PolicyAcceptance(foreign, DateTimeOffset.UnixEpoch),
            RunPage = new Uri("https://github.example/o/n/actions/runs/1?a=)>b"),
        });
        XElement body = AssertWhole(text);
        Assert.Equal(
            ["https://github.example/o/n/actions/runs/1?a=)%3Eb"],
            body.Descendants("a").Select(link => (string?)link.Attribute("href")).Distinct());
        string[] allowed =
        [
            "h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "sub", "strong", "em", "ul", "li", "blockquote", "details",
            "summary", "code", "pre", "span", "a", "br",
        ];
        Assert.Empty(body.Descendants().Select(element => element.Name.LocalName).Except(allowed));
        Assert.Empty(GitHubReferences.In(body));
        Assert.Single(body.Elements("h2"));
    }

    /// <summary>Parses as XML, so that whatever is opened is closed, and each table's rows are as wide as its head.</summary>
    private static XElement AssertWhole(string text)
    {
        XElement body = CommonMark.Render(text);
        foreach (XElement table in body.Descendants("table"))
        {
            int width = table.Element("thead")!.Element("tr")!.Elements("th").Count();
            Assert.All(table.Elements("tbody").Elements("tr"), row => Assert.Equal(width, row.Elements("td").Count()));
        }

        return body;
    }

    private static CommentContent Content(RunRecord record) => SampleComment.Of(record) with { LooseningAttempts = 2 };

    /// <summary>The record with a text behind every text that no code compares with.</summary>
    private static RunRecord Everywhere(RunRecord record, string text)
    {
        JsonNode root = JsonNode.Parse(RunRecordJson.Write(record))!;
        Add(root, "");
        root.AsObject().Remove("seal");
        return System.Text.Json.JsonSerializer.Deserialize(root, RunJsonContext.Default.RunRecord)!;

        void Add(JsonNode? node, string name)
        {
            switch (node)
            {
                case JsonObject map:
                    foreach (string key in map.Select(pair => pair.Key).ToArray()) Add(map[key], key);
                    break;
                case JsonArray list:
                    foreach (JsonNode? item in list.ToArray()) Add(item, name);
                    break;
                case JsonValue value when value.TryGetValue(out string? old)
                    && name is not ("class" or "metric" or "unit" or "effective" or "startedUtc" or "level"):
                    value.ReplaceWith(text + old + text);
                    break;
                default:
                    break;
            }
        }
    }

    private static RunRecord Large(int candidates, int flips, string name)
    {
        CandidateRecord sample = SampleRun.Failed.Candidates[0];
        FlipRecord flip = sample.Tasks[0].Flips[0] with { Texts = sample.Tasks[0].Flips[0].Texts! with { ArePublic = true } };
        TaskComparisonRecord task = sample.Tasks[0] with
        {
            Flips = [.. Enumerable.Range(0, flips).Select(document => flip with { Document = document })],
        };
        string[] names = [.. Enumerable.Range(0, candidates).Select(number => $"{name} {number}")];
        return SampleComment.Loosened with
        {
            Candidates = [.. names.Select(each => sample with { Name = each, Tasks = [task] })],
            Findings =
            [
                .. names.SelectMany(each => SampleRun.Failed.Findings.Take(4).Select(
                    finding => finding with { Candidate = each, Reason = name, Advice = $"{each} {name}" })),
            ],
            Notes = [.. names.Select(each => $"{each}: {string.Concat(Enumerable.Repeat("a note ", 20))}")],
        };
    }
}
