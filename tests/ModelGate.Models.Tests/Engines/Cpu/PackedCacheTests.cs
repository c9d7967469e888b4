using ModelGate.Models.Architectures;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Engines.Cpu;
using ModelGate.Models.Tests.Architectures;
using ModelGate.Numerics;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Engines.Cpu;

public sealed class PackedCacheTests : IDisposable
{
    private readonly TemporaryFolder model = new();
    private readonly TemporaryFolder cache = new();
    private readonly WorkerPool pool = new(2);
    private readonly int[] tokens = TinyDecoder.Tokens(9, seed: 1);

    [Fact]
    public void Load_with_a_cache_folder_writes_one_file_and_computes_the_same_bits()
    {
        TinyCheckpoint tiny = TinyCheckpoint.Of(ModelArchitecture.Qwen2, seed: 41);
        TinyQuantization.Quantize(tiny, "int4", "self_attn");
        TinyQuantization.Quantize(tiny, "int8", "mlp");
        tiny.Write(model.Path);
        float[] inMemory = LastLogits(cacheDirectory: null);

        Assert.Equal(inMemory, LastLogits(cache.Path));
        string file = Assert.Single(Directory.GetFiles(cache.Path));
        DateTime written = File.GetLastWriteTimeUtc(file);
        Assert.Equal(inMemory, LastLogits(cache.Path));
        Assert.Equal(file, Assert.Single(Directory.GetFiles(cache.Path)));
        Assert.Equal(written, File.GetLastWriteTimeUtc(file));
    }

    [Theory]
    [InlineData("shorter")]
    [InlineData("empty")]
    [InlineData("payload")]
    [InlineData("checksum")]
    [InlineData("description")]
    public void Load_with_a_damaged_cache_file_writes_it_anew(string damage)
    {
        TinyCheckpoint.Of(ModelArchitecture.Llama, seed: 42).Write(model.Path);
        float[] expected = LastLogits(cache.Path);
        string file = Assert.Single(Directory.GetFiles(cache.Path));
        byte[] whole = File.ReadAllBytes(file);
        byte[] damaged = damage switch { "shorter" => whole[..^64], "empty" => [], _ => [.. whole] };
        int at = damage switch
        {
            "payload" => whole.Length - 1000,
            // The description ends with the head's length, 96 rows of 64 bfloat16; the checksum of the only piece follows.
            "checksum" => whole.AsSpan().IndexOf("lm_head"u8) + "lm_head\u0004bf16".Length + (2 * sizeof(int)) + (2 * sizeof(long)),
            "description" => 30,
            _ => -1,
        };
        if (at >= 0) damaged[at] ^= 0x10;
        File.WriteAllBytes(file, damaged);

        Assert.Equal(expected, LastLogits(cache.Path));
        Assert.Equal(whole, File.ReadAllBytes(file));
    }

    [Fact]
    public void Load_of_another_checkpoint_does_not_use_the_file_of_the_first()
    {
        TinyCheckpoint.Of(ModelArchitecture.Llama, seed: 43).Write(model.Path);
        float[] first = LastLogits(cache.Path);
        TinyCheckpoint.Of(ModelArchitecture.Llama, seed: 44).Write(model.Path);

        Assert.NotEqual(first, LastLogits(cache.Path));
        Assert.Equal(2, Directory.GetFiles(cache.Path).Length);
    }

    [Theory]
    [InlineData("model.layers.1.mlp.up_proj.weight", 0x7FC0)]
    [InlineData("model.layers.0.input_layernorm.weight", 0x7F80)]
    public void Load_weights_that_are_not_finite_are_refused_by_name(string tensor, int bits)
    {
        TinyCheckpoint tiny = TinyCheckpoint.Of(ModelArchitecture.Llama, seed: 45);
        BitConverter.TryWriteBytes(tiny.Tensors[tensor].Bytes.AsSpan(2 * 63), (ushort)bits);
        tiny.Write(model.Path);

        foreach (string? directory in new[] { cache.Path, null })
        {
            Diagnostic problem = Assert.Single(Assert.Throws<DiagnosticException>(() => LastLogits(directory)).Diagnostics);
            Assert.Equal("QG0234", problem.Code);
            Assert.Contains(tensor, problem.Problem, StringComparison.Ordinal);
            Assert.EndsWith(".safetensors", problem.At.File, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFiles(cache.Path));
    }

    [Fact]
    public void Load_parts_of_one_matrix_in_different_formats_is_refused()
    {
        TinyCheckpoint tiny = TinyCheckpoint.Of(ModelArchitecture.Llama, seed: 46);
        TinyQuantization.Quantize(tiny, "int8", "gate_proj");
        tiny.Write(model.Path);

        Diagnostic problem = Assert.Single(Assert.Throws<DiagnosticException>(() => LastLogits(null)).Diagnostics);
        Assert.Equal("QG0801", problem.Code);
        Assert.Contains(
            "model.layers.0.mlp.gate_proj is int8, model.layers.0.mlp.up_proj is bf16", problem.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_with_a_folder_that_cannot_be_written_says_so()
    {
        TinyCheckpoint.Of(ModelArchitecture.Llama, seed: 47).Write(model.Path);
        string blocked = cache.Combine("file");
        File.WriteAllText(blocked, "not a folder");

        Assert.Equal("QG0803", Assert.Single(Assert.Throws<DiagnosticException>(() => LastLogits(blocked)).Diagnostics).Code);
    }

    public void Dispose()
    {
        pool.Dispose();
        cache.Dispose();
        model.Dispose();
    }

    private float[] LastLogits(string? cacheDirectory)
    {
        using Checkpoint checkpoint = Checkpoint.Open(model.Path);
        using LlamaDecoder decoder = DecoderLoader.Load(checkpoint, ActivationPrecision.Fp32, pool, cacheDirectory);
        using KvCache positions = decoder.NewCache(1 << 20);
        using KvSequence sequence = positions.NewSequence();
        var batch = new ForwardBatch();
        batch.Add(sequence, tokens, tokens.Length - 1);
        float[] logits = [];
        decoder.Forward(batch, positions, pool, block => logits = block.Logits(0).ToArray(), TestContext.Current.CancellationToken);
        return logits;
    }
}
