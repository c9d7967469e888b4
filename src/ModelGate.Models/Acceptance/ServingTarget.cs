using System.Globalization;

namespace ModelGate.Models.Acceptance;

/// <summary>What will serve the checkpoint. A value that is absent turns the rules that need it into notes.</summary>
public sealed record ServingTarget(Version? Vllm = null, int? TensorParallelSize = null, ComputeCapability? Gpu = null)
{
    /// <summary>Nothing is known.</summary>
    public static ServingTarget Unknown { get; } = new();
}

/// <summary>CUDA compute capability, such as 8.9.</summary>
public readonly record struct ComputeCapability(int Major, int Minor) : IComparable<ComputeCapability>
{
    public static bool operator <(ComputeCapability left, ComputeCapability right) => left.CompareTo(right) < 0;

    public static bool operator >(ComputeCapability left, ComputeCapability right) => left.CompareTo(right) > 0;

    public static bool operator <=(ComputeCapability left, ComputeCapability right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ComputeCapability left, ComputeCapability right) => left.CompareTo(right) >= 0;

    /// <summary>Reads <c>8.9</c>, and <c>9</c> as 9.0.</summary>
    public static bool TryParse(string text, out ComputeCapability capability)
    {
        string[] parts = text.Split('.');
        int minor = 0;
        capability = default;
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major) || major == 0) return false;
        if (parts.Length > 2 || (parts.Length == 2 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out minor)))
            return false;
        capability = new ComputeCapability(major, minor);
        return true;
    }

    public int CompareTo(ComputeCapability other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    public override string ToString() => $"{Major}.{Minor}";
}
