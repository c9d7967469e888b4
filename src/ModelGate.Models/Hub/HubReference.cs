using System.Text.RegularExpressions;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Models.Hub;

/// <summary>A model on the Hub, <c>hf:OWNER/NAME[@REVISION]</c>, or a data set.</summary>
/// <param name="Owner">Empty for the few data sets that have none.</param>
/// <param name="Revision">Branch, tag or commit; <c>main</c> where none is given.</param>
public sealed partial record HubReference(string Owner, string Name, string Revision)
{
    public const string Prefix = "hf:";
    public const string DefaultRevision = "main";

    /// <summary>OWNER/NAME.</summary>
    public string Id => Owner.Length > 0 ? $"{Owner}/{Name}" : Name;

    /// <summary>The repository is a data set's.</summary>
    public bool IsDataset { get; private init; }

    /// <summary>Where people read about it, below the Hub's address.</summary>
    internal string Page => IsDataset ? $"datasets/{Id}" : Id;

    internal string Kind => IsDataset ? "data set" : "model";

    /// <summary>The revision is a commit, so that the same files come every time.</summary>
    public bool IsPinned => Commit().IsMatch(Revision);

    public static bool IsReference(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    /// <exception cref="DiagnosticException">QG0401.</exception>
    public static HubReference Parse(string text)
    {
        Match match = Shape().Match(text);
        bool safe = match.Success && !text.Contains("..", StringComparison.Ordinal) && !text.Contains("//", StringComparison.Ordinal);
        if (!safe)
        {
            throw new DiagnosticException(
                HubCodes.ReferenceWrong, new SourcePoint(text), $"'{text}' is not a model of the Hub.",
                "Write hf:OWNER/NAME or hf:OWNER/NAME@REVISION, such as hf:Qwen/Qwen2.5-0.5B@main.");
        }

        string revision = match.Groups["revision"].Value;
        return new HubReference(match.Groups["owner"].Value, match.Groups["name"].Value, revision.Length > 0 ? revision : DefaultRevision);
    }

    /// <param name="id">OWNER/NAME, or NAME.</param>
    /// <exception cref="DiagnosticException">QG0401.</exception>
    public static HubReference Dataset(string id, string? revision = null)
    {
        if (!DatasetId().IsMatch(id) || id.Contains("..", StringComparison.Ordinal))
        {
            throw new DiagnosticException(
                HubCodes.ReferenceWrong, new SourcePoint(id), $"'{id}' is not a data set of the Hub.", "Write OWNER/NAME.");
        }

        int slash = id.IndexOf('/', StringComparison.Ordinal);
        return new(slash < 0 ? "" : id[..slash], id[(slash + 1)..], revision ?? DefaultRevision) { IsDataset = true };
    }

    public override string ToString() => $"{Prefix}{Id}@{Revision}";

    internal static bool IsCommit(string text) => Commit().IsMatch(text);

    [GeneratedRegex(
        @"\Ahf:(?<owner>[A-Za-z0-9][A-Za-z0-9_.-]*)/(?<name>[A-Za-z0-9_][A-Za-z0-9_.-]*)(@(?<revision>[A-Za-z0-9_][A-Za-z0-9_./-]*))?\z")]
    private static partial Regex Shape();

    [GeneratedRegex(@"\A([A-Za-z0-9][A-Za-z0-9_.-]*/)?[A-Za-z0-9_][A-Za-z0-9_.-]*\z")]
    private static partial Regex DatasetId();

    [GeneratedRegex(@"\A[0-9a-f]{40}\z")]
    private static partial Regex Commit();
}
