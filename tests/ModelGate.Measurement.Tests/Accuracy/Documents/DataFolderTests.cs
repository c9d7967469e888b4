using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Measurement.Tests.Accuracy.Documents;

public sealed class DataFolderTests : IDisposable
{
    private static readonly SourcePoint Task = new("task.yaml", 3, 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("main", "own/set/main/test.jsonl", "{\"a\": 1}\n{\"a\": 2}\n")]
    [InlineData(null, "own/set/default/test.json", "[{\"a\": 1}, {\"a\": 2}]")]
    [InlineData(null, "own/set/default/test.csv", "a\n1\n2\n")]
    public void Read_takes_a_split_of_the_folder(string? configuration, string file, string content)
    {
        Write(file, content);
        DocumentSet read = Source().Read(new DatasetReference.Hub("own/set", configuration, null), "test", Task);
        Assert.Equal(["1", "2"], read.Documents.Select(document => document.Fields["a"]!.ToString()!));
    }

    [Fact]
    public void Read_of_repository_files_takes_them_under_their_own_paths()
    {
        Write("own/set/data/v1/a.jsonl", "{\"a\": 1}\n");
        Write("own/set/data/v1/b.jsonl", "{\"a\": 2}\n");
        Dictionary<string, IReadOnlyList<string>> splits = new()
        {
            ["test"] = ["data/v1/a.jsonl", "data/v1/b.jsonl"],
        };
        DatasetReference files = new DatasetReference.HubFiles("own/set", null, LocalFormat.Json, splits);
        Assert.Equal([0, 1], Source().Read(files, "test", Task).Documents.Select(document => document.Id));
    }

    [Fact]
    public void Read_of_what_the_folder_lacks_names_the_file_that_would_do()
    {
        DiagnosticException error = Assert.Throws<DiagnosticException>(
            () => Source().Read(new DatasetReference.Hub("own/set", "main", null), "test", Task));
        Diagnostic diagnostic = Assert.Single(error.Diagnostics);
        Assert.Equal(Task, diagnostic.At);
        Assert.Contains("own/set/main/test.jsonl", diagnostic.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_of_a_folder_that_is_not_there_says_so()
    {
        DataFolder folder = new(_folder.Combine("nowhere"), new LocalDocuments());
        DiagnosticException error = Assert.Throws<DiagnosticException>(
            () => folder.Read(new DatasetReference.Hub("own/set", null, null), "test", Task));
        Assert.Equal(_folder.Combine("nowhere"), Assert.Single(error.Diagnostics).At.File);
    }

    private DataFolder Source() => new(_folder.Path, new LocalDocuments());

    private void Write(string file, string content)
    {
        string path = _folder.Combine(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
