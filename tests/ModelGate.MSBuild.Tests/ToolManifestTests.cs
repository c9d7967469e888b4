using ModelGate.Testing;

namespace ModelGate.MSBuild.Tests;

public sealed class ToolManifestTests : IDisposable
{
    private const string Ours = """{"version": 1, "isRoot": false, "tools": {"Dotnet-Quantgate": {"version": "1.0.0"}}}""";
    private const string Other = """{"version": 1, "isRoot": false, "tools": {"dotnet-ef": {"version": "1.0.0"}, "a/b": {}}}""";

    private readonly TemporaryFolder folder = new();

    private string Inner => Directory.CreateDirectory(folder.Combine("repo/src/app")).FullName;

    [Theory]
    [InlineData("repo/.config/dotnet-tools.json")]
    [InlineData("repo/dotnet-tools.json")]
    [InlineData("repo/src/app/dotnet-tools.json")]
    public void Above_finds_both_places_and_from_folders_below(string place)
    {
        string file = Write(place, Ours);
        Assert.Equal(file, ToolManifest.Above(Inner));
    }

    [Fact]
    public void Above_goes_on_past_a_manifest_without_the_tool_unless_it_is_the_root()
    {
        string outer = Write("repo/dotnet-tools.json", Ours);
        Write("repo/src/dotnet-tools.json", Other);
        Assert.Equal(outer, ToolManifest.Above(Inner));
        Write("repo/src/dotnet-tools.json", Other.Replace("false", "true", StringComparison.Ordinal));
        Assert.Null(ToolManifest.Above(Inner));
    }

    [Fact]
    public void Above_takes_a_damaged_manifest_as_none()
    {
        Write("repo/src/dotnet-tools.json", "{");
        Assert.Null(ToolManifest.Above(Inner));
    }

    public void Dispose() => folder.Dispose();

    private string Write(string place, string text)
    {
        string file = Path.GetFullPath(folder.Combine(place));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }
}
