using ModelGate.Models.Checkpoints;
using ModelGate.Models.Diagnostics;
using ModelGate.Numerics;

namespace ModelGate.Models.Engines.Cpu;

/// <summary>The packed matrices of a decoder and the memory or mapped file that holds them.</summary>
internal sealed unsafe class PackedWeights : IDisposable
{
    private readonly IDisposable memory;

    private PackedWeights(IReadOnlyList<PackedMatrix> matrices, IDisposable memory)
    {
        (Matrices, this.memory) = (matrices, memory);
    }

    /// <summary>In the order of <see cref="DecoderPlan.Linears"/>.</summary>
    public IReadOnlyList<PackedMatrix> Matrices { get; }

    /// <summary>Packs into memory.</summary>
    public static PackedWeights InMemory(Checkpoint checkpoint, DecoderPlan plan, WorkerPool pool)
    {
        DemandHealthyValues(checkpoint, pool);
        var layout = new PackedLayout(plan, contentHash: "");
        var buffer = new NativeBuffer(layout.PayloadBytes);
        Pack(plan, layout, buffer.Data, pool);
        return new PackedWeights(Views(plan, layout, buffer.Data), buffer);
    }

    /// <summary>Maps the cache file of this checkpoint; writes it first where there is none that is whole and of this version.</summary>
    /// <exception cref="DiagnosticException">QG0803: the folder cannot be written.</exception>
    public static PackedWeights Cached(Checkpoint checkpoint, DecoderPlan plan, string cacheDirectory, WorkerPool pool)
    {
        string hash = checkpoint.ContentHash;
        var layout = new PackedLayout(plan, hash);
        var cache = new PackedCache(cacheDirectory, hash, layout);
        MappedFile? file = cache.TryOpen(pool);
        if (file is null)
        {
            DemandHealthyValues(checkpoint, pool);
            cache.Write(payload => Pack(plan, layout, payload, pool), pool);
            file = cache.TryOpen(pool) ?? throw new IOException($"{cache.Path} changed while it was written.");
        }

        return new PackedWeights(Views(plan, layout, file.Data + layout.PayloadStart), file);
    }

    public void Dispose() => memory.Dispose();

    private static void Pack(DecoderPlan plan, PackedLayout layout, byte* payload, WorkerPool pool)
    {
        foreach ((int index, FusedLinear linear) in plan.Linears.Index())
        {
            linear.Format.Pack(linear.Parts, linear.Columns, payload + layout.Offset(index), pool);
        }
    }

    private static PackedMatrix[] Views(DecoderPlan plan, PackedLayout layout, byte* payload) =>
        [.. plan.Linears.Select((linear, index) => linear.Format.View(payload + layout.Offset(index), linear.Rows, linear.Columns))];

    /// <exception cref="DiagnosticException">QG0234, QG0235: all tensors with NaN, infinity or impossible scales.</exception>
    private static void DemandHealthyValues(Checkpoint checkpoint, WorkerPool pool)
    {
        string[] names = [.. checkpoint.Tensors.Keys.Order(StringComparer.Ordinal)];
        var problems = new Diagnostic?[names.Length];
        pool.Run(names.Length, (i, _) =>
            problems[i] = ValueCheck.FindWrongValue(names[i], checkpoint.Tensors[names[i]], checkpoint.FileOf(names[i])));
        Diagnostic[] found = [.. problems.OfType<Diagnostic>()];
        if (found.Length > 0) throw new DiagnosticException(found);
    }
}
