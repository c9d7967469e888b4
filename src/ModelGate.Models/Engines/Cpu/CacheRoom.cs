using ModelGate.Models.Architectures;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Models.Engines.Cpu;

/// <summary>Refuses a sequence that the cache could not hold even if it were empty.</summary>
internal static class CacheRoom
{
    /// <exception cref="DiagnosticException">QG0804.</exception>
    public static void Demand(LlamaDecoder decoder, KvCache cache, int positions)
    {
        int blocks = KvCache.BlocksFor(positions);
        if (blocks <= cache.MaxBlocks) return;
        throw new DiagnosticException(
            EngineCodes.KeyValueCacheTooSmall, new SourcePoint(decoder.Config.File),
            $"A sequence of {positions} tokens needs {blocks * cache.BlockBytes >> 20} MiB of cached keys and values; "
            + $"{cache.MaxBlocks * cache.BlockBytes >> 20} MiB are allowed.",
            "Shorten the sequence or allow more memory.");
    }
}
