using System.Text.RegularExpressions;
using ModelGate.Testing;
using YamlDotNet.RepresentationModel;

namespace ModelGate.Templates.Tests.Workflows;

/// <summary>A workflow or an action of this repository or of its templates.</summary>
/// <param name="Path">From the repository's root, with forward slashes.</param>
/// <param name="IsAction">Else a workflow.</param>
internal sealed partial record WorkflowFile(string Path, bool IsAction)
{
    private const string Action = ".github/actions/quantgate/action.yml";

    public static IReadOnlyList<WorkflowFile> All { get; } =
    [
        new(Action, IsAction: true),
        .. Workflows(".github/workflows"),
        .. Workflows("templates/content/quantgate/.github/workflows"),
    ];

    public string FullPath => System.IO.Path.Combine(Repository.Root, Path);

    public bool IsTemplate => Path.StartsWith("templates/", StringComparison.Ordinal);

    public YamlMappingNode Root { get; } = Parse(System.IO.Path.Combine(Repository.Root, Path));

    public IEnumerable<(string Name, YamlMappingNode Job)> Jobs =>
        IsAction ? [] : Map(Root, "jobs").Children.Select(job => (job.Key.ToString(), (YamlMappingNode)job.Value));

    public IEnumerable<YamlMappingNode> Steps => IsAction
        ? Sequence(Map(Root, "runs"), "steps")
        : Jobs.SelectMany(job => Sequence(job.Job, "steps"));

    /// <summary>Every line that names an action, with its comment.</summary>
    public IEnumerable<(string Uses, string Comment)> Uses =>
        from line in File.ReadLines(FullPath)
        let match = UsesLine().Match(line)
        where match.Success
        select (match.Groups["uses"].Value, match.Groups["comment"].Value);

    public static string? Text(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) ? value.ToString() : null;

    /// <summary>Empty where there is none.</summary>
    public static YamlMappingNode Map(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) && value is YamlMappingNode map ? map : [];

    public override string ToString() => Path;

    private static IEnumerable<YamlMappingNode> Sequence(YamlMappingNode node, string key) =>
        ((YamlSequenceNode)node.Children[new YamlScalarNode(key)]).Cast<YamlMappingNode>();

    private static IEnumerable<WorkflowFile> Workflows(string folder) =>
        from file in Directory.EnumerateFiles(System.IO.Path.Combine(Repository.Root, folder), "*.yml").Order(StringComparer.Ordinal)
        select new WorkflowFile($"{folder}/{System.IO.Path.GetFileName(file)}", IsAction: false);

    private static YamlMappingNode Parse(string path)
    {
        var stream = new YamlStream();
        using StreamReader reader = File.OpenText(path);
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    [GeneratedRegex(@"^\s*(?:- )?uses:\s*(?<uses>\S+)\s*(?:# (?<comment>.*))?$")]
    private static partial Regex UsesLine();
}
