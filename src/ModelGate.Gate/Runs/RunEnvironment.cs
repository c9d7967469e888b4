using System.Runtime.InteropServices;
using ModelGate.Gate.Records;
using ModelGate.Models.Engines;

namespace ModelGate.Gate.Runs;

/// <summary>The machine as a record names it.</summary>
public static class RunEnvironment
{
    public static EnvironmentRecord Describe(EngineIdentity engine) => new(
        RuntimeInformation.OSDescription,
        ProcessorName(),
        Environment.ProcessorCount,
        RuntimeInformation.FrameworkDescription,
        engine.Engine,
        engine.KernelVersion,
        engine.Precision,
        engine.DeviceClass);

    public static string ProcessorName()
    {
        const string file = "/proc/cpuinfo";
        if (File.Exists(file))
        {
            string? line = File.ReadLines(file).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal));
            if (line is not null) return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }

        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
