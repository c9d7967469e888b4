using ModelGate.Models.Architectures;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Engines.Cpu;
using ModelGate.Numerics;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Architectures;

/// <summary>A tiny checkpoint written to a folder of its own and loaded as a decoder.</summary>
internal sealed class TinyDecoder : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TinyDecoder(TinyCheckpoint tiny, ActivationPrecision precision = ActivationPrecision.Fp32, int threads = 2, int chunkRows = 512)
    {
        tiny.Write(folder.Path);
        Checkpoint = Checkpoint.Open(folder.Path);
        Pool = new WorkerPool(threads);
        Decoder = DecoderLoader.Load(Checkpoint, precision, Pool, chunkRows: chunkRows);
        Cache = Decoder.NewCache(16 << 20);
    }

    public Checkpoint Checkpoint { get; }

    public WorkerPool Pool { get; }

    public LlamaDecoder Decoder { get; }

    public KvCache Cache { get; }

    /// <summary>Logits after each token of one sequence, all computed at once.</summary>
    public float[][] Logits(int[] tokens)
    {
        using KvSequence sequence = Cache.NewSequence();
        var batch = new ForwardBatch();
        batch.Add(sequence, tokens, 0);
        return Forward(batch)[0];
    }

    /// <summary>For each item the logits of the rows it asks for.</summary>
    public float[][][] Forward(ForwardBatch batch)
    {
        List<float[]>[] rows = [.. batch.Items.Select(_ => new List<float[]>())];
        Decoder.Forward(batch, Cache, Pool, block =>
        {
            for (int i = 0; i < block.Count; i++) rows[block.Origin(i).Item].Add(block.Logits(i).ToArray());
        }, TestContext.Current.CancellationToken);
        return [.. rows.Select(list => list.ToArray())];
    }

    public static int[] Tokens(int count, int seed, int vocabulary = 96)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(vocabulary))];
    }

    public void Dispose()
    {
        Cache.Dispose();
        Decoder.Dispose();
        Pool.Dispose();
        Checkpoint.Dispose();
        folder.Dispose();
    }
}
