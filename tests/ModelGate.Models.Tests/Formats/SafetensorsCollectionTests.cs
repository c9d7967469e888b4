using System.Text.Json.Nodes;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Formats;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Formats;

public sealed class SafetensorsCollectionTests : IDisposable
{
    private const string IndexName = "model.safetensors.index.json";
    private const string Norm = "model.norm.weight";

    private readonly TemporaryFolder folder = new();

    public SafetensorsCollectionTests() => TinyCheckpoint.Of(ModelArchitecture.Llama).Write(folder.Path, shardBytes: 50_000);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Open_index_of_another_name_is_found()
    {
        File.Move(folder.Combine(IndexName), folder.Combine("pytorch.safetensors.index.json"));
        using SafetensorsCollection tensors = SafetensorsCollection.Open(folder.Path);
        Assert.True(tensors.ContainsKey(Norm));
    }

    [Fact]
    public void Open_missing_shards_are_all_named()
    {
        File.Delete(folder.Combine("model-00002-of-00004.safetensors"));
        File.Delete(folder.Combine("model-00004-of-00004.safetensors"));
        IReadOnlyList<Diagnostic> problems = Problems();

        Assert.Equal(["QG0207", "QG0207"], problems.Select(problem => problem.Code));
        Assert.EndsWith("model-00002-of-00004.safetensors", problems[0].At.File, StringComparison.Ordinal);
        Assert.Contains("model.", problems[0].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_index_naming_an_absent_tensor_is_refused()
    {
        EditIndex(map => map["model.ghost.weight"] = "model-00001-of-00004.safetensors");
        Diagnostic problem = Assert.Single(Problems());
        Assert.Equal("QG0208", problem.Code);
        Assert.EndsWith("model-00001-of-00004.safetensors", problem.At.File, StringComparison.Ordinal);
        Assert.Contains("'model.ghost.weight'", problem.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_index_that_forgets_or_misplaces_a_tensor_is_refused()
    {
        EditIndex(map => map.Remove(Norm));
        Assert.Contains("does not name it", Assert.Single(Problems()).Problem, StringComparison.Ordinal);

        EditIndex(map => map[Norm] = "model-00004-of-00004.safetensors");
        Assert.Contains(Problems(), problem => problem.Problem.Contains("puts it into model-00004", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("../model-00001-of-00004.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("..\\\\secret")]
    [InlineData("")]
    public void Open_index_that_leaves_the_directory_is_refused(string shard)
    {
        EditIndex(map => map[Norm] = shard);
        Assert.Equal("QG0208", Assert.Single(Problems()).Code);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"weight_map":[]}""")]
    [InlineData("""{"weight_map":{"a":3}}""")]
    public void Open_index_that_is_no_index_is_refused(string text)
    {
        File.WriteAllText(folder.Combine(IndexName), text);
        Assert.Equal("QG0208", Assert.Single(Problems()).Code);
    }

    [Fact]
    public void Open_shards_without_index_are_refused()
    {
        File.Delete(folder.Combine(IndexName));
        Assert.Contains("no index", Assert.Single(Problems()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_directory_without_weights_or_absent_is_refused()
    {
        foreach (string file in Directory.GetFiles(folder.Path)) File.Delete(file);
        Assert.Equal("QG0207", Assert.Single(Problems()).Code);
        Assert.Equal("QG0207",
            Assert.Single(Assert.Throws<DiagnosticException>(() => SafetensorsCollection.Open(folder.Combine("absent"))).Diagnostics).Code);
    }

    [Fact]
    public void Open_truncated_shard_is_named()
    {
        string path = folder.Combine("model-00003-of-00004.safetensors");
        using (var file = new FileStream(path, FileMode.Open)) file.SetLength(file.Length - 1);
        Diagnostic problem = Assert.Single(Problems());
        Assert.Equal(("QG0201", path), (problem.Code, problem.At.File));
    }

    private IReadOnlyList<Diagnostic> Problems() =>
        Assert.Throws<DiagnosticException>(() => SafetensorsCollection.Open(folder.Path)).Diagnostics;

    private void EditIndex(Action<JsonObject> edit)
    {
        JsonNode index = JsonNode.Parse(File.ReadAllText(folder.Combine(IndexName)))!;
        edit(index["weight_map"]!.AsObject());
        File.WriteAllText(folder.Combine(IndexName), index.ToJsonString());
    }
}
