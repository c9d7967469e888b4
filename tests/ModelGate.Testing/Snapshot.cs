using System.Runtime.CompilerServices;

namespace ModelGate.Testing;

/// <summary>
/// Compares text with the file <c>Class.Method.verified.txt</c> beside the test. A difference leaves <c>Class.Method.received.txt</c>
/// there; whoever changed the text on purpose renames it.
/// </summary>
public static class Snapshot
{
    public static void Match(
        string actual, string? suffix = null, [CallerFilePath] string testFile = "", [CallerMemberName] string test = "")
    {
        string name = $"{Path.GetFileNameWithoutExtension(testFile)}.{test}{(suffix is null ? "" : "." + suffix)}";
        string verified = Path.Combine(SourceFolderOf(testFile), name + ".verified.txt");
        string received = Path.ChangeExtension(Path.ChangeExtension(verified, null), ".received.txt");
        string text = actual.ReplaceLineEndings("\n");
        string? expected = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : null;
        if (text == expected)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        throw new SnapshotMismatchException(expected is null
            ? $"There is no {verified} yet. Received:\n{text}"
            : $"{name} differs from its snapshot.\n{FirstDifference(expected, text)}\nReceived: {received}");
    }

    /// <summary>Deterministic builds compile source paths as <c>/_/tests/…</c>.</summary>
    private static string SourceFolderOf(string testFile)
    {
        string directory = Path.GetDirectoryName(testFile)!;
        return directory.StartsWith("/_/", StringComparison.Ordinal) ? Path.Combine(Repository.Root, directory[3..]) : directory;
    }

    private static string FirstDifference(string expected, string actual)
    {
        string[] left = expected.Split('\n'), right = actual.Split('\n');
        for (int i = 0; i < Math.Max(left.Length, right.Length); i++)
        {
            string? was = i < left.Length ? left[i] : null, now = i < right.Length ? right[i] : null;
            if (was != now) return $"line {i + 1}\n  expected: {was ?? "(end)"}\n  received: {now ?? "(end)"}";
        }

        return "They differ in line endings only.";
    }
}

public sealed class SnapshotMismatchException(string message) : Exception(message);
