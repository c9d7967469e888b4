using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelGate.Numerics.Kernels;

/// <summary>
/// 4-bit codes to FP32 without a shift for each: nibble i of a 16-bit half is put, where it stands, into the mantissa of 2^(23 − 4i),
/// whose bit 4i weighs 1; subtracting 2^(23 − 4i) + 8 leaves the code exactly. Nibble 0 is a 16-entry lookup, which ignores higher bits.
/// </summary>
/// <remarks>Spreads the work over shuffle, logic and add units, where lookups for all would wait for the shuffle unit alone.</remarks>
internal readonly ref struct NibbleDecoder512
{
    private readonly Vector512<float> codes = Vector512.Create(-8f, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7);
    private readonly Vector512<uint> mask1 = Vector512.Create(0x00F0u);
    private readonly Vector512<uint> mask2 = Vector512.Create(0x0F00u);
    private readonly Vector512<uint> mask3 = Vector512.Create(0xF000u);
    private readonly Vector512<float> power1 = Vector512.Create((float)(1 << 19));
    private readonly Vector512<float> power2 = Vector512.Create((float)(1 << 15));
    private readonly Vector512<float> power3 = Vector512.Create((float)(1 << 11));
    private readonly Vector512<float> offset1 = Vector512.Create((float)((1 << 19) + 8));
    private readonly Vector512<float> offset2 = Vector512.Create((float)((1 << 15) + 8));
    private readonly Vector512<float> offset3 = Vector512.Create((float)((1 << 11) + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public NibbleDecoder512()
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Code0(Vector512<uint> words) => Avx512F.PermuteVar16x32(codes, words.AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Code1(Vector512<uint> words) => Placed(words, mask1, power1) - offset1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Code2(Vector512<uint> words) => Placed(words, mask2, power2) - offset2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Code3(Vector512<uint> words) => Placed(words, mask3, power3) - offset3;

    /// <summary>(words &amp; mask) | power.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Placed(Vector512<uint> words, Vector512<uint> mask, Vector512<float> power) =>
        Avx512F.TernaryLogic(words, mask, power.AsUInt32(), 0xEA).AsSingle();
}
