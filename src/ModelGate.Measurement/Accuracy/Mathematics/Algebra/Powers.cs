namespace ModelGate.Measurement.Accuracy.Mathematics.Algebra;

/// <summary>
/// Principal powers bᵉ = exp(e·log b) of complex values. Only what holds for every value of the symbols is split: positive factors come out
/// of roots, √(x²) stays.
/// </summary>
/// <param name="isSame">Whether two fractions are the same by calculation.</param>
internal sealed class Powers(Arithmetic arithmetic, Func<Fraction, Fraction, bool> isSame)
{
    /// <exception cref="UndefinedValueException">0 to a negative power.</exception>
    public Fraction Power(Fraction @base, Fraction exponent)
    {
        if (exponent.Constant is { } constant) return Power(@base, constant);
        if (@base.Numerator.IsZero) throw new NotDecidedException("0 to a power that is not known.");
        if (!exponent.Denominator.IsOne) throw new NotDecidedException("A quotient as exponent.");
        Fraction power = Fraction.One;
        foreach ((Monomial monomial, Rational coefficient) in exponent.Numerator.Terms)
        {
            power = arithmetic.Multiply(
                power, monomial.IsOne ? Power(@base, coefficient) : Exponential(@base, monomial, coefficient));
        }

        return power;
    }

    public Fraction Power(Fraction @base, Rational exponent)
    {
        if (exponent.IsInteger) return arithmetic.Power(@base, exponent.Numerator);
        if (@base.Numerator.IsZero)
        {
            return exponent.Sign > 0 ? Fraction.Zero : throw new UndefinedValueException("0 to a negative power.");
        }

        if (exponent.Denominator == 2 && Denested(@base) is { } root) return arithmetic.Power(root, exponent.Numerator);
        (Monomial positive, int? single, Rational inner) = Split(@base);
        Monomial power = positive.Scaled(exponent);
        if (single is { } generator) power *= Monomial.Of(generator, inner * exponent);
        return arithmetic.Of(power, Rational.One);
    }

    private Fraction Exponential(Fraction @base, Monomial monomial, Rational coefficient)
    {
        (Monomial positive, int? single, Rational inner) = Split(@base);
        IEnumerable<(int Generator, Rational Exponent)> bases = positive.Powers;
        if (single is { } generator) bases = bases.Append((generator, inner));
        Monomial power = Monomial.One;
        foreach ((int number, Rational exponent) in bases)
        {
            int exponential = arithmetic.Number(new Generator.Exponential(number, monomial));
            power *= Monomial.Of(exponential, exponent * coefficient);
        }

        return arithmetic.Of(power, Rational.One);
    }

    /// <summary>
    /// A base as positive factors, from which every power may be taken one by one, and at most one generator more, to a power within
    /// (−1, 1], so that exponents multiply.
    /// </summary>
    private (Monomial Positive, int? Single, Rational Inner) Split(Fraction @base)
    {
        if (!@base.Denominator.IsOne || @base.Numerator.SingleTerm is not var (monomial, coefficient))
        {
            Rational content = @base.Numerator.Content / @base.Denominator.Content;
            return (Factors(content), Radicand(arithmetic.Scale(@base, Rational.One / content)), 1);
        }

        Monomial positive = Factors(coefficient.Abs);
        Rational turn = coefficient.Sign < 0 ? 1 : 0;
        Monomial rest = Monomial.One;
        foreach ((int generator, Rational exponent) in monomial.Powers)
        {
            Monomial power = Monomial.Of(generator, exponent);
            if (arithmetic.Generators[generator] is Generator.Prime or Generator.Euler or Generator.Pi) positive *= power;
            else if (arithmetic.Generators[generator] is Generator.MinusOne) turn += exponent;
            else rest *= power;
        }

        if (turn > 1) turn -= 2;
        if (rest.IsOne) return turn.IsZero ? (positive, null, 0) : (positive, arithmetic.Number(new Generator.MinusOne()), turn);
        if (turn.IsZero && rest.Powers is [var (only, inner)] && inner > -1 && inner <= 1
            && arithmetic.Generators[only] is not Generator.Exponential)
        {
            return (positive, only, inner);
        }

        Fraction unit = turn.IsZero ? Fraction.One : arithmetic.Power(new Generator.MinusOne(), turn);
        return (positive, Radicand(arithmetic.Multiply(unit, Fraction.Of(rest))), 1);
    }

    private Monomial Factors(Rational positive)
    {
        Monomial factors = Monomial.One;
        foreach ((ulong prime, int exponent) in PrimeFactors.Of(positive.Numerator))
        {
            factors *= Monomial.Of(arithmetic.Number(new Generator.Prime(prime)), exponent);
        }

        foreach ((ulong prime, int exponent) in PrimeFactors.Of(positive.Denominator))
        {
            factors *= Monomial.Of(arithmetic.Number(new Generator.Prime(prime)), -exponent);
        }

        return factors;
    }

    private int Radicand(Fraction value) => arithmetic.Number(
        generator => generator is Generator.Radicand { Value: var known } && isSame(known, value),
        () => new Generator.Radicand(value));

    /// <summary>√(a + b√c) as √x ± √y with x + y = a and 4xy = b²c, where both are rational; null else.</summary>
    private Fraction? Denested(Fraction value)
    {
        if (!value.Denominator.IsOne || value.Numerator.Terms.Count != 2) return null;
        if (!value.Numerator.Terms.TryGetValue(Monomial.One, out Rational whole) || whole.Sign <= 0) return null;
        (Monomial surd, Rational factor) = value.Numerator.Terms.First(term => !term.Key.IsOne);
        Fraction square = arithmetic.Of(surd.Scaled(2), factor * factor);
        if (square.Constant is not { } product || surd.Powers.Any(power => arithmetic.Generators[power.Generator] is not Generator.Prime))
        {
            return null;
        }

        Rational discriminant = (whole * whole) - product;
        if (discriminant.Sign < 0 || Power(Fraction.Of(discriminant), new Rational(1, 2)).Constant is not { } difference) return null;
        Fraction larger = Power(Fraction.Of((whole + difference) / 2), new Rational(1, 2));
        Fraction smaller = Power(Fraction.Of((whole - difference) / 2), new Rational(1, 2));
        return arithmetic.Add(larger, arithmetic.Scale(smaller, factor.Sign));
    }
}
