using System.ComponentModel;
using System.Diagnostics;
using ModelGate.Models.Acceptance;

namespace ModelGate.Tool.Init;

/// <summary>A GPU of this machine.</summary>
internal sealed record ServingGpu(string Name, ComputeCapability Capability)
{
    private const int MostSeconds = 10;

    /// <summary>The first that the driver names; null where there is none, or no driver.</summary>
    public static ServingGpu? OfThisMachine()
    {
        try
        {
            using Process? query = Process.Start(new ProcessStartInfo(
                "nvidia-smi", ["--query-gpu=compute_cap,name", "--format=csv,noheader"])
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            });
            if (query is null) return null;
            Task<string> output = query.StandardOutput.ReadToEndAsync();
            if (query.WaitForExit(TimeSpan.FromSeconds(MostSeconds))) return query.ExitCode == 0 ? Parse(output.Result) : null;
            query.Kill();
            return null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <param name="listing">Such as <c>9.0, NVIDIA H100 80GB HBM3</c>, a line for each GPU.</param>
    public static ServingGpu? Parse(string listing)
    {
        string[] first = listing.Split('\n')[0].Split(',', 2, StringSplitOptions.TrimEntries);
        return first.Length == 2 && ComputeCapability.TryParse(first[0], out ComputeCapability capability)
            ? new(first[1], capability)
            : null;
    }
}
