namespace ModelGate.MSBuild;

/// <summary>
/// A verdict that passed and what it depends on, so that the same build does not ask again. A failed verdict is never kept. Where a file
/// moved in time, or where files do not tell, the tool compares by its own hashes (<c>check --reuse</c>), and measures only what differs.
/// </summary>
internal sealed class PassedVerdict(string folder)
{
    private const string Record = "run.json";

    private string Stamp => Path.Combine(folder, "inputs");

    private string Started => Path.Combine(folder, "started");

    /// <summary>The folder for <c>--reuse</c>; null where nothing has passed here.</summary>
    public string? Reusable => File.Exists(Path.Combine(folder, Record)) ? folder : null;

    /// <summary>Nothing that the verdict depends on has another size or time than when it passed.</summary>
    /// <param name="settings">What is not in a file: the command line.</param>
    public bool Covers(IEnumerable<string> settings)
    {
        if (Reusable is null || !File.Exists(Stamp)) return false;
        string[] kept = File.ReadAllLines(Stamp);
        string[] before = [.. kept.Where(line => line.StartsWith("#", StringComparison.Ordinal))];
        string[] files = [.. kept.Except(before).Select(line => line.Split('\t')[0]).Distinct()];
        return before.SequenceEqual(Lines(settings)) && kept.Skip(before.Length).SequenceEqual(files.SelectMany(State));
    }

    /// <summary>To be called before the tool starts: what is written from here on may not be what it read.</summary>
    public void Begin()
    {
        Directory.CreateDirectory(folder);
        File.Delete(Stamp);
        File.WriteAllText(Started, "");
    }

    /// <param name="inputs">Files and folders that the verdict depends on; null where that is not known: every build asks the tool.</param>
    public void Keep(string recordFile, IEnumerable<string> settings, IReadOnlyCollection<string>? inputs)
    {
        File.Copy(recordFile, Path.Combine(folder, Record), overwrite: true);
        if (inputs is null || inputs.SelectMany(FilesOf).Any(IsNewer)) return;
        File.WriteAllLines(Stamp, [.. Lines(settings), .. inputs.Distinct().SelectMany(State)]);
    }

    private bool IsNewer(string file) => File.GetLastWriteTimeUtc(file) >= File.GetLastWriteTimeUtc(Started);

    private static IEnumerable<string> Lines(IEnumerable<string> settings) => settings.Select(text => $"# {text.Replace('\n', ' ')}");

    /// <summary>Path, size and time of a file, or of every file of a folder after the folder itself.</summary>
    private static IEnumerable<string> State(string path)
    {
        return Directory.Exists(path)
            ? [$"{path}\tfolder", .. FilesOf(path).Select(file => FileState(path, file))]
            : [FileState(path, path)];
    }

    private static IEnumerable<string> FilesOf(string path) => Directory.Exists(path)
        ? Directory.GetFiles(path, "*", SearchOption.AllDirectories).OrderBy(file => file, StringComparer.Ordinal)
        : [path];

    /// <param name="named">The input that the file belongs to.</param>
    private static string FileState(string named, string file)
    {
        var info = new FileInfo(file);
        return info.Exists
            ? FormattableString.Invariant($"{named}\t{file}\t{info.Length}\t{info.LastWriteTimeUtc.Ticks}")
            : $"{named}\tabsent";
    }
}
