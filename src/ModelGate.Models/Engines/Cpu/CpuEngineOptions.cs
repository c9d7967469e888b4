using ModelGate.Models.Architectures;

namespace ModelGate.Models.Engines.Cpu;

/// <summary>How the CPU engine computes. Only <see cref="Precision"/> changes results.</summary>
public sealed record CpuEngineOptions
{
    public ActivationPrecision Precision { get; init; } = ActivationPrecision.Bf16;

    /// <value>All processors that this process may use.</value>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Where packed weights are kept between runs; null packs them into memory each time.</summary>
    public string? CacheDirectory { get; init; }

    /// <summary>Most bytes of cached keys and values.</summary>
    /// <value>A quarter of the memory that this process may use.</value>
    public long KeyValueCacheBytes { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4;

    public SchedulerLimits Scheduler { get; init; } = new();

    /// <summary>Tokens of one scoring batch.</summary>
    public int ScoringBatchTokens { get; init; } = 2048;

    /// <summary>Rows that go through a layer together.</summary>
    public int ChunkRows { get; init; } = LlamaDecoder.DefaultChunkRows;

    /// <summary>Computes a beginning that several scored inputs share once.</summary>
    public bool SharePrefixes { get; init; } = true;

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
