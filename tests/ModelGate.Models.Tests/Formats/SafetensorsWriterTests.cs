using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Formats;
using ModelGate.Numerics;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Formats;

public sealed class SafetensorsWriterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Commit_tensors_in_any_order_are_stored_by_type_then_name()
    {
        string path = folder.Combine("model.safetensors");
        TensorLayout[] layouts = [new("z", DType.BF16, new long[] { 1 }), new("a", DType.I8, new long[] { 3 }),
            new("b", DType.BF16, new long[] { 2 }), new("s", DType.I64, new long[] { 2 })];
        using (var writer = SafetensorsWriter.Create(path, layouts))
        {
            writer.Append("a", [1, 2]);
            writer.Append("z", [3, 4]);
            writer.Append("s", new byte[16]);
            writer.Append("a", [5]);
            writer.Append("b", [6, 7, 8, 9]);
            Assert.False(File.Exists(path));
            writer.Commit();
        }

        byte[] bytes = File.ReadAllBytes(path);
        int headerLength = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        string header = Encoding.UTF8.GetString(bytes, 8, headerLength);
        Assert.Equal(0, headerLength % 8);
        Assert.Equal(
            """{"__metadata__":{"format":"pt"},"s":{"dtype":"I64","shape":[2],"data_offsets":[0,16]},"b":"""
            + """{"dtype":"BF16","shape":[2],"data_offsets":[16,20]},"z":{"dtype":"BF16","shape":[1],"data_offsets":[20,22]},"a":"""
            + """{"dtype":"I8","shape":[3],"data_offsets":[22,25]}}""",
            header.TrimEnd(' '));
        Assert.Equal(new byte[] { 6, 7, 8, 9, 3, 4, 1, 2, 5 }, bytes[(8 + headerLength + 16)..]);

        using SafetensorsReader reader = SafetensorsReader.Open(path);
        Assert.Equal("pt", reader.Header.Metadata["format"]);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Dispose_before_commit_leaves_nothing()
    {
        using (var writer = SafetensorsWriter.Create(
            folder.Combine("model.safetensors"), [new TensorLayout("x", DType.I8, new long[] { 1 })]))
            writer.Append("x", [1]);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Commit_with_bytes_missing_is_refused()
    {
        using var writer = SafetensorsWriter.Create(
            folder.Combine("model.safetensors"), [new TensorLayout("x", DType.I8, new long[] { 2 })]);
        writer.Append("x", [1]);
        Assert.Contains("'x' has 1 of 2", Assert.Throws<InvalidOperationException>(writer.Commit).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => writer.Append("x", [1, 2]));
        Assert.Throws<ArgumentException>(() => writer.Append("y", [1]));
    }

    [Fact]
    public void Create_in_a_folder_that_is_a_file_is_a_diagnostic()
    {
        File.WriteAllText(folder.Combine("out"), "");
        var wrong = Assert.Throws<DiagnosticException>(() => ShardedSafetensorsWriter.Create(folder.Combine("out"), []));
        Assert.Equal("QG0209", Assert.Single(wrong.Diagnostics).Code);
    }

    [Fact]
    public void Commit_above_shard_size_writes_shards_and_an_index_that_read_back()
    {
        TensorLayout[] layouts = [.. Enumerable.Range(0, 5).Select(i => new TensorLayout($"t{i}", DType.I8, new long[] { 40 }))];
        WriteAll(layouts, shardBytes: 100);

        Assert.Equal(
            ["model-00001-of-00003.safetensors", "model-00002-of-00003.safetensors", "model-00003-of-00003.safetensors",
                "model.safetensors.index.json"],
            Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
        using JsonDocument index = JsonDocument.Parse(File.ReadAllText(folder.Combine("model.safetensors.index.json")));
        Assert.Equal(200, index.RootElement.GetProperty("metadata").GetProperty("total_size").GetInt64());
        using SafetensorsCollection read = SafetensorsCollection.Open(folder.Path);
        Assert.Equal(["t0", "t1", "t2", "t3", "t4"], read.Keys);
        Assert.Equal(200, read.TensorByteCount);
        Assert.EndsWith("model-00002-of-00003.safetensors", read.FileOf("t3"), StringComparison.Ordinal);
    }

    [Fact]
    public void Commit_over_an_older_checkpoint_removes_its_shards_and_index_only()
    {
        TensorLayout[] layouts = [.. Enumerable.Range(0, 3).Select(i => new TensorLayout($"t{i}", DType.I8, new long[] { 4 }))];
        File.WriteAllText(folder.Combine("adapter_model.safetensors"), "someone else's");
        WriteAll(layouts, shardBytes: 4);
        WriteAll(layouts, shardBytes: 100);

        Assert.Equal(["adapter_model.safetensors", "model.safetensors"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
        using SafetensorsCollection read = SafetensorsCollection.Open(folder.Path);
        Assert.Equal(3, read.Count);
    }

    [Fact]
    public void Copy_demo_model_gives_the_same_tensors()
    {
        using SafetensorsCollection source = SafetensorsCollection.Open(Repository.DemoModel);
        using (var writer = ShardedSafetensorsWriter.Create(
            folder.Path, source.Select(pair => TensorLayout.Of(pair.Key, pair.Value)), shardBytes: 1 << 20))
        {
            foreach ((string name, TensorView tensor) in source) writer.Copy(name, tensor);
            writer.Commit();
        }

        using SafetensorsCollection copy = SafetensorsCollection.Open(folder.Path);
        Assert.Equal(source.Keys.Order(), copy.Keys.Order());
        foreach ((string name, TensorView tensor) in source)
        {
            Assert.True(tensor.Shape.SequenceEqual(copy[name].Shape));
            unsafe
            {
                var expected = new ReadOnlySpan<byte>(tensor.Data, (int)tensor.ByteCount);
                Assert.True(expected.SequenceEqual(new ReadOnlySpan<byte>(copy[name].Data, (int)tensor.ByteCount)));
            }
        }
    }

    private void WriteAll(TensorLayout[] layouts, long shardBytes)
    {
        using var writer = ShardedSafetensorsWriter.Create(folder.Path, layouts, shardBytes);
        foreach (TensorLayout layout in layouts) writer.Append(layout.Name, new byte[layout.ByteCount]);
        writer.Commit();
    }
}
