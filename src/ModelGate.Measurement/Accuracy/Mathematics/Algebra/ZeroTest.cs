using System.Numerics;

namespace ModelGate.Measurement.Accuracy.Mathematics.Algebra;

/// <summary>
/// Whether a fraction is 0. It is where its numerator vanishes after the relations between generators are used: roots to whole powers are
/// their radicands, sin² = 1 − cos². It is not where its generators are independent, or where it is clear of 0 at one of a few points.
/// </summary>
internal sealed class ZeroTest(Arithmetic arithmetic)
{
    private const int MostRounds = 6, Points = 7;

    public Equivalence Decide(Fraction value)
    {
        if (value.Numerator.IsZero) return Equivalence.Equal;
        if (IsIndependent(value.Numerator)) return Equivalence.Different;
        Polynomial numerator = Resolved(value.Numerator);
        if (numerator.IsZero) return Equivalence.Equal;
        if (IsIndependent(numerator)) return Equivalence.Different;
        for (int point = 0; point < Points; point++)
        {
            if (new Evaluation(arithmetic.Generators, point).Of(value.Numerator) is { IsClearOfZero: true }) return Equivalence.Different;
        }

        return Equivalence.NotDecided;
    }

    /// <summary>Whether it is 0 by calculation alone.</summary>
    public bool IsZero(Fraction value) =>
        value.Numerator.IsZero || (!IsIndependent(value.Numerator) && Resolved(value.Numerator).IsZero);

    /// <summary>The value of a real constant whose sign is clear; null else.</summary>
    public double? RealValue(Fraction value)
    {
        Evaluation evaluation = new(arithmetic.Generators, null);
        return evaluation.Of(value) is { IsReal: true, IsClearOfZero: true } constant ? constant.Value.Real : null;
    }

    private bool IsIndependent(Polynomial value)
    {
        bool hasEuler = false, hasPi = false;
        foreach ((int number, Rational exponent) in value.Terms.Keys.SelectMany(monomial => monomial.Powers))
        {
            Generator generator = arithmetic.Generators[number];
            if (!generator.IsIndependent || (generator is Generator.MinusOne && exponent.Denominator != 2)) return false;
            hasEuler |= generator is Generator.Euler;
            hasPi |= generator is Generator.Pi;
        }

        return !(hasEuler && hasPi);
    }

    /// <summary>The same times a factor that is not 0, with the relations used.</summary>
    private Polynomial Resolved(Polynomial value)
    {
        for (int round = 0; round < MostRounds && !value.IsZero; round++)
        {
            int? number = null;
            foreach ((int candidate, Rational exponent) in value.Terms.Keys.SelectMany(monomial => monomial.Powers))
            {
                if (Degree(arithmetic.Generators[candidate]) is { } degree && (exponent.Sign < 0 || exponent >= degree))
                {
                    number = candidate;
                    break;
                }
            }

            if (number is null) return value;
            value = Reduced(value, number.Value);
        }

        return value;
    }

    /// <summary>From which exponent on the generator can be written by others; null where it cannot.</summary>
    private static Rational? Degree(Generator generator) => generator switch
    {
        Generator.Radicand => Rational.One,
        Generator.Function { Name: "sin" } => 2,
        _ => null,
    };

    private Polynomial Reduced(Polynomial value, int number)
    {
        Generator generator = arithmetic.Generators[number];
        Rational degree = Degree(generator)!.Value;
        Fraction replacement = generator is Generator.Radicand { Value: var radicand } ? radicand : CosineSquareLess(generator);
        BigInteger lowest = value.Terms.Keys.Min(monomial => (monomial.ExponentOf(number) / degree).Floor);
        if (lowest.Sign > 0) lowest = 0;
        BigInteger highest = value.Terms.Keys.Max(monomial => (monomial.ExponentOf(number) / degree).Floor) - lowest;
        Polynomial sum = Polynomial.Zero;
        foreach ((Monomial monomial, Rational coefficient) in value.Terms)
        {
            BigInteger times = (monomial.ExponentOf(number) / degree).Floor - lowest;
            Monomial kept = monomial * Monomial.Of(number, -degree * (times + lowest));
            Polynomial term = Polynomial.Of(kept, coefficient);
            term = arithmetic.Multiply(term, arithmetic.Power(Fraction.Of(replacement.Numerator), times).Numerator);
            sum += arithmetic.Multiply(term, arithmetic.Power(Fraction.Of(replacement.Denominator), highest - times).Numerator);
        }

        return sum;
    }

    private Fraction CosineSquareLess(Generator sine)
    {
        Fraction angle = ((Generator.Function)sine).Arguments[0];
        int cosine = arithmetic.Number(
            generator => generator is Generator.Function { Name: "cos" } known && ReferenceEquals(known.Arguments[0], angle),
            () => new Generator.Function("cos", [angle]));
        return arithmetic.Subtract(Fraction.One, Fraction.Of(Monomial.Of(cosine, 2)));
    }
}
