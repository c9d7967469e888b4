using System.Runtime.Intrinsics.X86;

namespace ModelGate.Numerics.Kernels;

/// <summary>Which form of a kernel runs. Every branch on these is a constant for the JIT; all forms give the same bits.</summary>
/// <remarks>
/// Asks for the instructions and not for <c>Vector512.IsHardwareAccelerated</c>, which also depends on the preferred vector width.
/// </remarks>
public static class SimdLevel
{
    /// <summary>AVX-512 F, BW, DQ and VL.</summary>
    internal static bool Has512 => Avx512F.IsSupported && Avx512BW.IsSupported && Avx512DQ.IsSupported && Avx512F.VL.IsSupported;

    /// <summary>Byte permutations over 128 entries.</summary>
    internal static bool HasVbmi => Has512 && Avx512Vbmi.IsSupported;

    /// <summary>AVX2 and FMA.</summary>
    internal static bool Has256 => Avx2.IsSupported && Fma.IsSupported;

    /// <summary>Short name for records and cache keys: <c>avx512</c>, <c>avx2</c> or <c>scalar</c>.</summary>
    public static string Name => Has512 ? "avx512" : Has256 ? "avx2" : "scalar";
}
