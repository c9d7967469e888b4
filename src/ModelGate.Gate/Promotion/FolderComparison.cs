using ModelGate.Gate.Runs;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Promotion;

/// <summary>Whether a folder holds the bytes that somebody vouches for, and nothing else that an engine could read.</summary>
internal static class FolderComparison
{
    /// <param name="shown">The folder as the user named it.</param>
    /// <param name="expected">SHA-256 by name.</param>
    /// <param name="isAllowed">May lie there without being named.</param>
    /// <returns>QG0922 for each file that is missing, different or not named, in order of name; empty where all is right.</returns>
    public static IReadOnlyList<Diagnostic> Differences(
        string directory, string shown, IReadOnlyDictionary<string, string> expected, Func<string, bool> isAllowed,
        IRunProgress progress, CancellationToken cancel)
    {
        var problems = new List<(string Name, string Problem, string Remedy)>();
        IReadOnlyList<string> present = CheckpointFolder.FilesOf(directory);
        foreach (string name in present.Where(name => !expected.ContainsKey(name) && !isAllowed(name)))
        {
            problems.Add((name, "The record does not name this file.", "Remove it: what was not checked must not be served."));
        }

        foreach (string name in expected.Keys.Except(present))
        {
            problems.Add((name, "The file is missing.", "Copy the whole folder again."));
        }

        string[] both = [.. expected.Keys.Intersect(present).Order(StringComparer.Ordinal)];
        progress.Begin($"hash {both.Length} files");
        for (int i = 0; i < both.Length; i++)
        {
            progress.Advance((double)i / both.Length, both[i]);
            string actual = FileDigest.Of(Path.Combine(directory, both[i]), copy: null, cancel);
            if (actual != expected[both[i]]) problems.Add((both[i], Different(actual, both[i], expected), "Copy the whole folder again."));
        }

        progress.End(problems.Count == 0 ? "as recorded" : $"{problems.Count} wrong");
        return
        [
            .. problems.OrderBy(problem => problem.Name, StringComparer.Ordinal).Select(problem => new Diagnostic(
                PromotionCodes.OtherBytes, new SourcePoint(Path.Combine(shown, problem.Name)), problem.Problem, problem.Remedy)),
        ];
    }

    /// <summary>What is said of bytes that are not those expected.</summary>
    public static string Different(string actual, string name, IReadOnlyDictionary<string, string> expected)
    {
        string? owner = expected.FirstOrDefault(pair => pair.Value == actual && pair.Key != name).Key;
        return owner is null
            ? $"The file holds other bytes: SHA-256 {actual[..12]}…, recorded {expected[name][..12]}…."
            : $"The file holds the bytes of '{owner}'.";
    }
}
