using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ModelGate.Gate.Tests.Reporters;

/// <summary>
/// What GitHub turns into links and notices after Markdown is read: in every text outside code. Mentions as in GitHub's html-pipeline
/// (lib/html_pipeline/node_filter/mention_filter.rb), the others as its documentation on autolinked references lists them; each pattern is
/// rather wider than GitHub's.
/// </summary>
internal static partial class GitHubReferences
{
    public static IEnumerable<string> In(XElement body) => body.DescendantNodes().OfType<XText>()
        .Where(text => !text.Ancestors().Any(element => element.Name.LocalName is "code" or "pre"))
        .SelectMany(text => Patterns.SelectMany(pattern => pattern.Matches(text.Value)).Select(match => match.Value));

    private static IEnumerable<Regex> Patterns => [Mention(), Issue(), GhIssue(), Commit(), Advisory(), Address(), Emoji(), Mathematics()];

    [GeneratedRegex(@"@[a-z0-9]", RegexOptions.IgnoreCase)]
    private static partial Regex Mention();

    [GeneratedRegex(@"#\d")]
    private static partial Regex Issue();

    [GeneratedRegex(@"\bgh-\d", RegexOptions.IgnoreCase)]
    private static partial Regex GhIssue();

    [GeneratedRegex(@"\b[0-9a-f]{7,40}\b", RegexOptions.IgnoreCase)]
    private static partial Regex Commit();

    [GeneratedRegex(@"\b(?:CVE-\d|GHSA-)", RegexOptions.IgnoreCase)]
    private static partial Regex Advisory();

    [GeneratedRegex(@"://|\bwww\.", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex(@":[a-z0-9_+-]+:", RegexOptions.IgnoreCase)]
    private static partial Regex Emoji();

    /// <summary>Both signs in one text; an element around each keeps them apart.</summary>
    [GeneratedRegex(@"\$[^$]+\$")]
    private static partial Regex Mathematics();
}
