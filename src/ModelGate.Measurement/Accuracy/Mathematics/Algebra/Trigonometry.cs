using System.Numerics;

namespace ModelGate.Measurement.Accuracy.Mathematics.Algebra;

/// <summary>
/// Sines and cosines of sums and whole multiples, as polynomials in sines and cosines of their parts: sin 2x is 2 sin x cos x.
/// </summary>
internal sealed class Trigonometry(Arithmetic arithmetic, Func<Fraction, Fraction, bool> isSame)
{
    private const int MostParts = 4, LargestMultiple = 8;

    public (Fraction Sine, Fraction Cosine) Of(Fraction angle)
    {
        if (!angle.Denominator.IsOne || angle.Numerator.Terms.Count > MostParts) return Unit(angle);
        (Fraction Sine, Fraction Cosine) sum = (Fraction.Zero, Fraction.One);
        foreach ((Monomial monomial, Rational coefficient) in angle.Numerator.Terms) sum = Sum(sum, Multiple(monomial, coefficient));
        return sum;
    }

    private (Fraction Sine, Fraction Cosine) Multiple(Monomial monomial, Rational coefficient)
    {
        BigInteger times = BigInteger.Abs(coefficient.Numerator);
        bool expands = times <= LargestMultiple;
        Rational part = expands ? new(1, coefficient.Denominator) : coefficient.Abs;
        (Fraction Sine, Fraction Cosine) unit = Unit(arithmetic.Of(monomial, part)), multiple = unit;
        for (int i = 1; expands && i < times; i++) multiple = Sum(multiple, unit);
        return coefficient.Sign < 0 ? (arithmetic.Scale(multiple.Sine, -1), multiple.Cosine) : multiple;
    }

    private (Fraction Sine, Fraction Cosine) Sum((Fraction Sine, Fraction Cosine) a, (Fraction Sine, Fraction Cosine) b) => (
        arithmetic.Add(arithmetic.Multiply(a.Sine, b.Cosine), arithmetic.Multiply(a.Cosine, b.Sine)),
        arithmetic.Subtract(arithmetic.Multiply(a.Cosine, b.Cosine), arithmetic.Multiply(a.Sine, b.Sine)));

    private (Fraction Sine, Fraction Cosine) Unit(Fraction angle)
    {
        if (angle.Numerator.IsZero) return (Fraction.Zero, Fraction.One);
        return (Generator("sin", angle), Generator("cos", angle));
    }

    private Fraction Generator(string name, Fraction angle)
    {
        int number = arithmetic.Number(
            generator => generator is Algebra.Generator.Function known && known.Name == name && isSame(known.Arguments[0], angle),
            () => new Generator.Function(name, [angle]));
        return Fraction.Of(Monomial.Of(number, Rational.One));
    }
}
