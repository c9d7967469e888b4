using System.Runtime.Intrinsics;
using ModelGate.Quantization.Observers;

namespace ModelGate.Quantization;

/// <summary>
/// The values one stored weight can take, before it is multiplied by its scale: what a quantizer needs to know of a grid. The body of
/// the scalar <see cref="Nearest(float)"/> is the definition, the vector one gives the same bits.
/// </summary>
public abstract record NumberGrid
{
    private NumberGrid()
    {
    }

    public abstract int Bits { get; }

    /// <summary><c>type</c> in a compressed-tensors configuration.</summary>
    public abstract string TypeName { get; }

    /// <summary>
    /// A group's scale is its largest magnitude over this: half the width of the grid, so that the grid covers ± that magnitude.
    /// </summary>
    public abstract float ScaleDivisor { get; }

    /// <summary>
    /// The representable value nearest to <paramref name="quotient"/> (weight over scale; finite), ties to even, saturating.
    /// </summary>
    public abstract float Nearest(float quotient);

    public abstract Vector512<float> Nearest(Vector512<float> quotient);

    /// <summary>The stored byte of a value that <see cref="Nearest(float)"/> returned.</summary>
    public abstract byte Encode(float value);

    /// <summary>The value of a stored byte.</summary>
    public abstract float Decode(byte code);

    /// <summary>Σ |(Nearest(w/s)·s − w)·u|^2.4, the clipping error of a group at one scale; see <see cref="ClippingError"/>.</summary>
    internal abstract float ClippingErrorAt(ReadOnlySpan<float> weights, float scale, float unit);

    /// <summary>Two's-complement integers over their full range, −2^(b−1) to 2^(b−1)−1, as compressed-tensors has them.</summary>
    /// <remarks>
    /// The divisor is 127.5 or 7.5, so the positive peak of a group meets the end of the grid at half a step beyond the largest code and
    /// saturates, while the negative peak meets the lowest code exactly.
    /// </remarks>
    public sealed record SignedInteger : NumberGrid
    {
        private readonly IntegerGrid grid;

        public SignedInteger(int bits)
        {
            if (bits is not (4 or 8)) throw new ArgumentOutOfRangeException(nameof(bits), bits, "Integer weights have 4 or 8 bits.");
            Bits = bits;
            grid = new IntegerGrid(-(1 << (bits - 1)), (1 << (bits - 1)) - 1);
        }

        public override int Bits { get; }

        public override string TypeName => "int";

        public override float ScaleDivisor => ((1 << Bits) - 1) / 2f;

        public override float Nearest(float quotient) => grid.Nearest(quotient);

        public override Vector512<float> Nearest(Vector512<float> quotient) => grid.Nearest(quotient);

        public override byte Encode(float value) => (byte)(sbyte)value;

        public override float Decode(byte code) => (sbyte)code;

        internal override float ClippingErrorAt(ReadOnlySpan<float> weights, float scale, float unit) =>
            ClippingError.Sum(grid, weights, scale, unit);

        public override string ToString() => $"int{Bits}";
    }

    /// <summary>FP8 with 4 exponent and 3 fraction bits, no infinities, largest value 448 (arXiv 2209.05433).</summary>
    public sealed record E4M3 : NumberGrid
    {
        public override int Bits => 8;

        public override string TypeName => "float";

        public override float ScaleDivisor => Numerics.E4M3.Maximum;

        public override float Nearest(float quotient) => default(E4M3Grid).Nearest(quotient);

        public override Vector512<float> Nearest(Vector512<float> quotient) => default(E4M3Grid).Nearest(quotient);

        public override byte Encode(float value) => Numerics.E4M3.FromSingle(value);

        public override float Decode(byte code) => Numerics.E4M3.ToSingle(code);

        internal override float ClippingErrorAt(ReadOnlySpan<float> weights, float scale, float unit) =>
            ClippingError.Sum(default(E4M3Grid), weights, scale, unit);

        public override string ToString() => "fp8-e4m3";
    }
}
