using System.Numerics;

namespace ModelGate.Measurement.Accuracy.Mathematics.Algebra;

/// <summary>Sums, products and whole powers over the generators of one comparison, which both of its sides share.</summary>
internal sealed class Arithmetic
{
    private const int MostProducts = 40_000, MostBits = 100_000, HighestPower = 64;

    private readonly List<Generator> _generators = [];

    public IReadOnlyList<Generator> Generators => _generators;

    /// <summary>The number of the generator that <paramref name="isSame"/> finds, or of <paramref name="added"/>.</summary>
    public int Number(Func<Generator, bool> isSame, Func<Generator> added)
    {
        int found = _generators.FindIndex(generator => isSame(generator));
        if (found >= 0) return found;
        _generators.Add(added());
        return _generators.Count - 1;
    }

    /// <summary>The number of a generator that is compared by its parts.</summary>
    public int Number(Generator generator) => Number(generator.Equals, () => generator);

    public Fraction Power(Generator generator, Rational exponent) => Of(Monomial.Of(Number(generator), exponent), Rational.One);

    /// <summary>A term with powers of primes and of −1 brought into [0, 1).</summary>
    public Fraction Of(Monomial monomial, Rational coefficient)
    {
        (Monomial reduced, Rational factor) = Reduced(monomial);
        return Fraction.Of(Polynomial.Of(reduced, coefficient * factor));
    }

    public Fraction Add(Fraction a, Fraction b)
    {
        if (a.Numerator.IsZero) return b;
        if (b.Numerator.IsZero) return a;
        if (a.Denominator.IsOne && b.Denominator.IsOne) return Fraction.Of(a.Numerator + b.Numerator);
        return Quotient(
            Multiply(a.Numerator, b.Denominator) + Multiply(b.Numerator, a.Denominator), Multiply(a.Denominator, b.Denominator));
    }

    public Fraction Subtract(Fraction a, Fraction b) => Add(a, Scale(b, -1));

    public Fraction Scale(Fraction a, Rational factor) => factor.IsZero ? Fraction.Zero : a with { Numerator = a.Numerator * factor };

    public Fraction Multiply(Fraction a, Fraction b) =>
        Quotient(Multiply(a.Numerator, b.Numerator), Multiply(a.Denominator, b.Denominator));

    /// <exception cref="UndefinedValueException"><paramref name="b"/> is 0.</exception>
    public Fraction Divide(Fraction a, Fraction b) =>
        Quotient(Multiply(a.Numerator, b.Denominator), Multiply(a.Denominator, b.Numerator));

    /// <summary>0 to 0 is 1.</summary>
    /// <exception cref="UndefinedValueException">0 to a negative power.</exception>
    public Fraction Power(Fraction a, BigInteger exponent)
    {
        if (exponent.Sign < 0) return Divide(Fraction.One, Power(a, -exponent));
        if (exponent.IsZero) return Fraction.One;
        if (a.Numerator.IsZero || exponent.IsOne) return a;
        if (a.Denominator.IsOne && a.Numerator.SingleTerm is var (monomial, coefficient))
        {
            if (!coefficient.Abs.IsOne && coefficient.Bits * exponent > MostBits) throw TooLarge();
            Rational power = coefficient.Abs.IsOne
                ? (coefficient.Sign < 0 && !exponent.IsEven ? -1 : 1)
                : new Rational(
                    BigInteger.Pow(coefficient.Numerator, (int)exponent), BigInteger.Pow(coefficient.Denominator, (int)exponent));
            return Of(monomial.Scaled(exponent), power);
        }

        if (exponent > HighestPower) throw TooLarge();
        Fraction half = Power(a, exponent / 2);
        Fraction even = Multiply(half, half);
        return exponent.IsEven ? even : Multiply(even, a);
    }

    public Polynomial Multiply(Polynomial a, Polynomial b)
    {
        if (a.IsOne) return b;
        if (b.IsOne) return a;
        if ((long)a.Terms.Count * b.Terms.Count > MostProducts) throw TooLarge();
        return Polynomial.Sum(
            from left in a.Terms
            from right in b.Terms
            let product = Reduced(left.Key * right.Key)
            select (product.Monomial, left.Value * right.Value * product.Factor));
    }

    private static NotDecidedException TooLarge() => new("A power or product is too large.");

    private Fraction Quotient(Polynomial numerator, Polynomial denominator)
    {
        if (denominator.IsZero) throw new UndefinedValueException("A division by 0.");
        if (numerator.IsZero) return Fraction.Zero;
        if (denominator.SingleTerm is not var (monomial, coefficient)) return new(numerator, denominator);
        Fraction inverse = Of(monomial.Scaled(-1), Rational.One / coefficient);
        return Fraction.Of(Multiply(numerator, inverse.Numerator));
    }

    private (Monomial Monomial, Rational Factor) Reduced(Monomial monomial)
    {
        Rational factor = Rational.One;
        List<(int, Rational)>? powers = null;
        for (int i = 0; i < monomial.Powers.Count; i++)
        {
            (int generator, Rational exponent) = monomial.Powers[i];
            Rational kept = exponent;
            if (_generators[generator] is Generator.Prime or Generator.MinusOne && !exponent.Floor.IsZero)
            {
                kept = exponent - exponent.Floor;
                factor *= WholePower(_generators[generator], exponent.Floor);
            }

            if (kept != exponent) powers ??= [.. monomial.Powers.Take(i)];
            powers?.Add((generator, kept));
        }

        return (powers is null ? monomial : Monomial.Of(powers), factor);
    }

    private static Rational WholePower(Generator generator, BigInteger exponent)
    {
        if (generator is not Generator.Prime { Value: var prime }) return exponent.IsEven ? 1 : -1;
        if (BigInteger.Abs(exponent) * ((BigInteger)prime).GetBitLength() > MostBits) throw TooLarge();
        BigInteger power = BigInteger.Pow(prime, (int)BigInteger.Abs(exponent));
        return exponent.Sign < 0 ? new Rational(1, power) : power;
    }
}
