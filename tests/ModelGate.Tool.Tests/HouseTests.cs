using System.Text.RegularExpressions;
using System.Xml.Linq;
using ModelGate.Testing;

namespace ModelGate.Tool.Tests;

/// <summary>The rules of the house that a compiler does not hold.</summary>
public sealed partial class HouseTests
{
    private const int MostLines = 400;

    /// <summary>As <c>.editorconfig</c> says.</summary>
    private const int MostColumns = 140;

    private const long MostBytes = 32L << 20;

    /// <summary>What <c>.gitignore</c> keeps out.</summary>
    private static readonly string[] NotOurs =
        ["bin", "obj", "node_modules", ".git", ".quantgate", "quantgate-report", "TestResults", "artifacts", ".vs", ".vscode", ".idea"];

    /// <summary>Numerics ← Models ← {Quantization, Measurement} ← Gate ← GitHub ← Tool; each may name any before it.</summary>
    private static readonly Dictionary<string, string[]> AllowedReferences = new()
    {
        ["ModelGate.Numerics"] = [],
        ["ModelGate.Models"] = ["ModelGate.Numerics"],
        ["ModelGate.Quantization"] = ["ModelGate.Models", "ModelGate.Numerics"],
        ["ModelGate.Measurement"] = ["ModelGate.Models", "ModelGate.Numerics"],
        ["ModelGate.Gate"] = ["ModelGate.Quantization", "ModelGate.Measurement", "ModelGate.Models", "ModelGate.Numerics"],
        ["ModelGate.GitHub"] = ["ModelGate.Gate"],
        ["ModelGate.MSBuild"] = [],
        ["ModelGate.Tool"] =
            [
                "ModelGate.GitHub", "ModelGate.Gate", "ModelGate.Quantization", "ModelGate.Measurement", "ModelGate.Models",
                "ModelGate.Numerics",
            ],
    };

    private static readonly Dictionary<string, string[]> OwnedPackages = new()
    {
        ["ModelGate.Gate"] = ["YamlDotNet"],
        ["ModelGate.GitHub"] = ["Polly.Core"],
        ["ModelGate.MSBuild"] = ["Microsoft.Build.Utilities.Core"],
        ["ModelGate.Tool"] = ["System.CommandLine", "Spectre.Console"],
    };

    [Fact]
    public void Projects_reference_only_what_stands_before_them()
    {
        IReadOnlyDictionary<string, XDocument> projects = SourceProjects();
        Assert.Equal(AllowedReferences.Keys.Order(), projects.Keys.Order());
        Assert.All(projects, project => Assert.Empty(Included(project.Value, "ProjectReference")
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Except(AllowedReferences[project.Key])));
    }

    [Fact]
    public void Packages_belong_to_their_owner() => Assert.All(
        SourceProjects(),
        project => Assert.Equal(
            (OwnedPackages.GetValueOrDefault(project.Key) ?? []).Order(), Included(project.Value, "PackageReference").Order()));

    [Fact]
    public void Source_files_stay_readable_in_one_sitting() => Assert.Empty(
        from file in SourceFiles("src").Concat(SourceFiles("tests"))
        let lines = File.ReadLines(file).Count()
        where lines > MostLines
        select $"{Relative(file)}: {lines} lines");

    [Fact]
    public void Lines_of_source_files_stay_readable_at_a_glance() => Assert.Empty(
        from file in SourceFiles("src").Concat(SourceFiles("tests"))
        from line in File.ReadLines(file).Select((text, index) => (Number: index + 1, Columns: text.Length))
        where line.Columns > MostColumns
        select $"{Relative(file)}:{line.Number}: {line.Columns} columns");

    [Fact]
    public void Names_say_what_a_thing_is() => Assert.Empty(
        from path in SourceFiles("src").Concat(SourceFiles("tests"))
        let relative = Relative(path)
        where relative.Split('/').Any(part => VagueName().IsMatch(Path.GetFileNameWithoutExtension(part)))
        select relative);

    [Fact]
    public void Tree_stays_small()
    {
        FileInfo[] files = [.. Files(new DirectoryInfo(Repository.Root))];
        long bytes = files.Sum(file => file.Length);
        IEnumerable<FileInfo> largest = files.OrderByDescending(file => file.Length).Take(5);
        Assert.True(
            bytes < MostBytes,
            $"{bytes / 1048576.0:F1} MiB; largest: "
                + string.Join(", ", largest.Select(file => $"{Relative(file.FullName)} {file.Length}")));
    }

    [Fact]
    public void Time_and_chance_come_in_from_outside() => Assert.Empty(
        CodeLines("src").Where(line => AmbientState().IsMatch(line.Text)).Select(line => $"{line.Place}: {line.Text.Trim()}"));

    [Fact]
    public void Only_the_tool_console_writes_to_the_process_console() => Assert.Empty(
        CodeLines("src")
            .Where(line => ProcessConsole().IsMatch(line.Text))
            .Where(line => !line.Place.StartsWith("src/ModelGate.Tool/Terminal/ToolConsole.cs", StringComparison.Ordinal))
            .Select(line => $"{line.Place}: {line.Text.Trim()}"));

    private static IReadOnlyDictionary<string, XDocument> SourceProjects() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path), XDocument.Load);

    private static IEnumerable<string> Included(XDocument project, string item) =>
        project.Descendants(item).Select(element => element.Attribute("Include")!.Value.Replace('\\', '/'));

    private static IEnumerable<string> SourceFiles(string folder) =>
        from file in Files(new DirectoryInfo(Path.Combine(Repository.Root, folder)))
        where file.Extension == ".cs"
        select file.FullName;

    private static IEnumerable<FileInfo> Files(DirectoryInfo folder) =>
        folder.EnumerateFiles()
            .Concat(folder.EnumerateDirectories().Where(inner => !NotOurs.Contains(inner.Name)).SelectMany(Files));

    /// <summary>Lines that are no comment.</summary>
    private static IEnumerable<(string Place, string Text)> CodeLines(string folder) =>
        from file in SourceFiles(folder)
        from line in File.ReadLines(file).Select((text, index) => (Place: $"{Relative(file)}:{index + 1}", Text: text))
        where !line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal)
        select line;

    private static string Relative(string path) => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');

    [GeneratedRegex("^(Helpers?|Utils?|Utilit(y|ies)|Commons?|Managers?|Misc)$|(Helpers?|Utils?|Manager)$")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?Now\b|\bnew Random\(\)|\bRandom\.Shared\b")]
    private static partial Regex AmbientState();

    [GeneratedRegex(@"(?<![\w.])Console\.")]
    private static partial Regex ProcessConsole();
}
