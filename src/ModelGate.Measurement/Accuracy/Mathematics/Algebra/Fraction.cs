namespace ModelGate.Measurement.Accuracy.Mathematics.Algebra;

/// <summary>A quotient of polynomials, not in lowest terms. A denominator of one term is 1: negative exponents stand for it.</summary>
internal sealed record Fraction(Polynomial Numerator, Polynomial Denominator)
{
    public static Fraction Zero { get; } = Of(Polynomial.Zero);

    public static Fraction One { get; } = Of(Polynomial.One);

    /// <summary>Its value where it is written as a rational number; null else.</summary>
    public Rational? Constant => Denominator.IsOne ? Numerator.Constant : null;

    public static Fraction Of(Polynomial value) => new(value, Polynomial.One);

    public static Fraction Of(Rational value) => Of(Polynomial.Of(value));

    public static Fraction Of(Monomial monomial) => Of(Polynomial.Of(monomial, Rational.One));
}
