namespace ModelGate.Models.Engines.Cpu;

/// <summary>Diagnostic codes of the CPU engine; a code never changes its meaning.</summary>
internal static class EngineCodes
{
    public const string FusedFormatsDiffer = "QG0801";
    public const string FormatNotComputed = "QG0802";
    public const string CacheNotWritable = "QG0803";
    public const string KeyValueCacheTooSmall = "QG0804";
}
