using System.Text.RegularExpressions;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Models.Hub;

/// <summary>A model on the Hub: <c>hf:OWNER/NAME[@REVISION]</c>.</summary>
/// <param name="Revision">Branch, tag or commit; <c>main</c> where none is given.</param>
public sealed partial record HubReference(string Owner, string Name, string Revision)
{
    public const string Prefix = "hf:";
    public const string DefaultRevision = "main";

    /// <summary>OWNER/NAME.</summary>
    public string Id => $"{Owner}/{Name}";

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

    public override string ToString() => $"{Prefix}{Id}@{Revision}";

    internal static bool IsCommit(string text) => Commit().IsMatch(text);

    [GeneratedRegex(
        @"\Ahf:(?<owner>[A-Za-z0-9][A-Za-z0-9_.-]*)/(?<name>[A-Za-z0-9_][A-Za-z0-9_.-]*)(@(?<revision>[A-Za-z0-9_][A-Za-z0-9_./-]*))?\z")]
    private static partial Regex Shape();

    [GeneratedRegex(@"\A[0-9a-f]{40}\z")]
    private static partial Regex Commit();
}
