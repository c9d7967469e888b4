using System.Globalization;
using System.Text.RegularExpressions;

namespace ModelGate.GitHub.Publishing;

/// <summary>
/// The hidden first line that finds a policy's comment again and carries what the next run must know. Read of our own comments only:
/// anybody can paste one.
/// </summary>
/// <param name="Key">Of the policy.</param>
/// <param name="Attempts">Runs of the pull request that needed an acceptance, at most <see cref="MostAttempts"/>.</param>
/// <param name="Run">The last of them as id and attempt, so that publishing a run again does not count twice; empty for none.</param>
internal sealed partial record CommentMarker(string Key, int Attempts, string Run)
{
    public const int MostAttempts = 9999;

    private const string Version = "1";

    /// <summary>Ends with the policy's path, for people who read the source of a comment.</summary>
    public string Line(PolicyPath policy)
    {
        // A comment's end inside the path would show the rest of the line.
        string name = policy.Path.Replace("--", "- -", StringComparison.Ordinal).Replace('>', ' ');
        string data = string.Create(CultureInfo.InvariantCulture, $"attempts={Attempts} run={(Run.Length == 0 ? "-" : Run)}");
        return $"<!-- quantgate v{Version} policy={Key} {data} {(name.Length > 200 ? name[..200] : name)} -->";
    }

    /// <summary>The marker that a comment begins with; null where it begins with something else.</summary>
    public static CommentMarker? Read(string body)
    {
        Match match = Pattern().Match(body);
        if (!match.Success) return null;
        string key = match.Groups["key"].Value, run = match.Groups["run"].Value;
        bool isKnown = match.Groups["version"].ValueSpan.SequenceEqual(Version) && run.Length > 0;

        // Another version's comment is ours to update; what it carries is not ours to read.
        return isKnown
            ? new CommentMarker(key, int.Parse(match.Groups["attempts"].ValueSpan, CultureInfo.InvariantCulture), run == "-" ? "" : run)
            : new CommentMarker(key, 0, "");
    }

    /// <summary>Counts a run that needs an acceptance, unless it is counted already.</summary>
    public CommentMarker Counted(string run) =>
        Run == run ? this : this with { Attempts = Math.Min(Attempts + 1, MostAttempts), Run = run };

    [GeneratedRegex(
        @"\A<!-- quantgate v(?<version>[0-9]{1,4}) policy=(?<key>[0-9a-f]{12})"
        + @"(?: attempts=(?<attempts>[0-9]{1,4}) run=(?<run>-|[0-9]{1,19}\.[0-9]{1,6}))?[^\n]* -->\r?\n")]
    private static partial Regex Pattern();
}
