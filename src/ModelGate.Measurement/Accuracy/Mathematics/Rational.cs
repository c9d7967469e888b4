using System.Numerics;

namespace ModelGate.Measurement.Accuracy.Mathematics;

/// <summary>An exact fraction in lowest terms, denominator above 0.</summary>
public readonly record struct Rational : IComparable<Rational>
{
    private readonly BigInteger _denominatorLessOne;

    public Rational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero) throw new DivideByZeroException("A fraction needs a denominator other than 0.");
        BigInteger common = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        Numerator = numerator / common;
        _denominatorLessOne = (denominator / common) - 1;
    }

    public static Rational Zero => default;

    public static Rational One => new(1, 1);

    public BigInteger Numerator { get; }

    public BigInteger Denominator => _denominatorLessOne + 1;

    public bool IsZero => Numerator.IsZero;

    public bool IsOne => Numerator.IsOne && IsInteger;

    public bool IsInteger => _denominatorLessOne.IsZero;

    public int Sign => Numerator.Sign;

    /// <summary>Largest whole number that is not above it.</summary>
    public BigInteger Floor => Numerator.Sign >= 0 ? Numerator / Denominator : -((-Numerator + Denominator - 1) / Denominator);

    public Rational Abs => new(BigInteger.Abs(Numerator), Denominator);

    /// <summary>Bits of numerator and denominator together: what its arithmetic costs.</summary>
    public long Bits => Numerator.GetBitLength() + Denominator.GetBitLength();

    public static implicit operator Rational(BigInteger value) => new(value, 1);

    public static implicit operator Rational(int value) => new(value, 1);

    public static Rational operator +(Rational a, Rational b) =>
        new((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    public static Rational operator -(Rational a) => new(-a.Numerator, a.Denominator);

    public static Rational operator -(Rational a, Rational b) => a + -b;

    public static Rational operator *(Rational a, Rational b) => new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    /// <exception cref="DivideByZeroException"><paramref name="b"/> is 0.</exception>
    public static Rational operator /(Rational a, Rational b) => new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    /// <param name="text">Digits with at most one decimal point between them.</param>
    public static Rational OfDecimal(string text)
    {
        int point = text.IndexOf('.', StringComparison.Ordinal);
        if (point < 0) return BigInteger.Parse(text);
        return new(BigInteger.Parse(text.Remove(point, 1)), BigInteger.Pow(10, text.Length - point - 1));
    }

    public static bool operator <(Rational a, Rational b) => a.CompareTo(b) < 0;

    public static bool operator >(Rational a, Rational b) => a.CompareTo(b) > 0;

    public static bool operator <=(Rational a, Rational b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Rational a, Rational b) => a.CompareTo(b) >= 0;

    public int CompareTo(Rational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <summary>The nearest double, about; infinite where it is too large.</summary>
    public double ToDouble()
    {
        // Both parts are cut to the same 1000 bits of scale, so that large fractions of moderate value do not become ∞/∞.
        int shift = (int)Math.Max(0, Math.Max(Numerator.GetBitLength(), Denominator.GetBitLength()) - 1000);
        double denominator = (double)(Denominator >> shift);
        return denominator == 0 ? double.PositiveInfinity * Sign : (double)(Numerator >> shift) / denominator;
    }

    public override string ToString() => IsInteger ? Numerator.ToString() : $"{Numerator}/{Denominator}";
}
