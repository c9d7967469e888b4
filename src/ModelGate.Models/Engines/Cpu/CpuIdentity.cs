using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using ModelGate.Models.Architectures;

namespace ModelGate.Models.Engines.Cpu;

/// <summary>What of the CPU engine and the machine can change a result.</summary>
internal static class CpuIdentity
{
    /// <summary>Goes up with every change of kernels, rounding or the order of a sum.</summary>
    public const string KernelVersion = "1";

    public static EngineIdentity Of(ActivationPrecision precision) =>
        new("cpu", KernelVersion, precision == ActivationPrecision.Bf16 ? "bf16" : "fp32", DeviceClass, IsBitRepeatable: true);

    /// <summary>The instruction set that decides which kernels run.</summary>
    public static string DeviceClass =>
        Avx512BW.IsSupported ? "x64-avx512"
        : Avx2.IsSupported && Fma.IsSupported ? "x64-avx2"
        : AdvSimd.Arm64.IsSupported ? "arm64-neon"
        : $"{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}-portable";
}
