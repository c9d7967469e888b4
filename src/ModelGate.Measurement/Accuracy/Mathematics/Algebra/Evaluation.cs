using System.Numerics;

namespace ModelGate.Measurement.Accuracy.Mathematics.Algebra;

/// <summary>Values of generators, monomials and fractions where the symbols take the values of one point.</summary>
/// <param name="point">
/// From 0: a point with whole, two with positive, one with negative and the rest with complex values, the same in every run. Null leaves
/// symbols without values, so that only constants have one.
/// </param>
internal sealed class Evaluation(IReadOnlyList<Generator> generators, int? point)
{
    private readonly Dictionary<int, Approximation?> _known = [];

    public Approximation? Of(Fraction value)
    {
        if (value.Denominator.IsOne) return Of(value.Numerator);
        return Of(value.Denominator)?.Inverse() is { } inverse && Of(value.Numerator) is { } numerator ? numerator * inverse : null;
    }

    public Approximation? Of(Polynomial value)
    {
        Approximation sum = Approximation.Of(0);
        foreach ((Monomial monomial, Rational coefficient) in value.Terms)
        {
            if (Of(monomial) is not { } term) return null;
            sum += term * Approximation.Of(coefficient.ToDouble());
        }

        return double.IsFinite(sum.Error) ? sum : null;
    }

    private Approximation? Of(Monomial monomial)
    {
        Approximation product = Approximation.Of(1);
        foreach ((int number, Rational exponent) in monomial.Powers)
        {
            if (Of(number) is not { } value || Power(generators[number], value, exponent) is not { } power) return null;
            product *= power;
        }

        return product;
    }

    /// <summary>Of an exponential, <paramref name="value"/> is its logarithm; else the generator's own value.</summary>
    private static Approximation? Power(Generator generator, Approximation value, Rational exponent)
    {
        if (generator is Generator.Exponential) return (value * Approximation.Of(exponent.ToDouble())).Exp();
        if (!exponent.IsInteger || BigInteger.Abs(exponent.Numerator) > 64)
        {
            return value.Log() is { } log ? (log * Approximation.Of(exponent.ToDouble())).Exp() : null;
        }

        Approximation power = Approximation.Of(1);
        for (int i = 0; i < BigInteger.Abs(exponent.Numerator); i++) power *= value;
        return exponent.Sign < 0 ? power.Inverse() : power;
    }

    private Approximation? Of(int number)
    {
        if (_known.TryGetValue(number, out Approximation? known)) return known;
        Approximation? value = generators[number] switch
        {
            Generator.Prime { Value: var prime } => Approximation.Of(prime),
            Generator.MinusOne => Approximation.Of(-1),
            Generator.Euler => Approximation.Of(Math.E),
            Generator.Pi => Approximation.Of(Math.PI),
            Generator.Symbol or Generator.Applied => Free(number),
            Generator.Radicand { Value: var radicand } => Of(radicand),
            Generator.Exponential { Base: var @base, Exponent: var exponent } =>
                Of(@base)?.Log() is { } log && Of(exponent) is { } factor ? log * factor : null,
            Generator.Function { Name: var name, Arguments: [var first, ..] } => Of(first) is { } argument ? Call(name, argument) : null,
            _ => null,
        };
        _known.Add(number, value);
        return value;
    }

    private static Approximation? Call(string name, Approximation argument) => name switch
    {
        "sin" => argument.Sin(),
        "cos" => argument.Cos(),
        "log" => argument.Log(),
        "abs" => argument.Abs(),
        "factorial" => Factorial(argument),
        "floor" => Floor(argument),
        "ceiling" => Floor(argument * Approximation.Of(-1)) is { } negative ? negative * Approximation.Of(-1) : null,
        "atan" when argument.IsReal => new(Math.Atan(argument.Value.Real), argument.Error + 1e-15, true),
        "asin" when IsWithinOne(argument) => new(Math.Asin(argument.Value.Real), (1e3 * argument.Error) + 1e-15, true),
        "acos" when IsWithinOne(argument) => new(Math.Acos(argument.Value.Real), (1e3 * argument.Error) + 1e-15, true),
        _ => null,
    };

    /// <summary>Within the part of [−1, 1] where the arcsine's slope is below 1000.</summary>
    private static bool IsWithinOne(Approximation value) => value.IsReal && Math.Abs(value.Value.Real) + value.Error < 1 - 1e-6;

    /// <summary>Near whole numbers, where Γ(x + 1) has a slope below 2·n!·(1 + ln(n + 1)) in size.</summary>
    private static Approximation? Factorial(Approximation value)
    {
        double whole = Math.Round(value.Value.Real), distance = Math.Abs(value.Value.Real - whole) + value.Error;
        if (!value.IsReal || whole is < 0 or > 100 || distance > 0.01) return null;
        Approximation product = Approximation.Of(1);
        for (int i = 2; i <= whole; i++) product *= Approximation.Of(i);
        return product with { Error = product.Error + (2 * product.Value.Real * (1 + Math.Log(whole + 1)) * distance) };
    }

    private static Approximation? Floor(Approximation value)
    {
        if (!value.IsReal || Math.Abs(value.Value.Real) > 1e9) return null;
        double low = Math.Floor(value.Value.Real - value.Error);
        return low == Math.Floor(value.Value.Real + value.Error) ? Approximation.Of(low) : null;
    }

    private Approximation? Free(int number)
    {
        if (point is not { } seed) return null;
        Random random = new((1000 * seed) + number);
        double real = 0.3 + (2 * random.NextDouble()), imaginary = random.NextDouble() - 0.5;
        bool isNegative = random.Next(2) == 0;
        return seed switch
        {
            0 => Approximation.Of(random.Next(2, 14)),
            1 or 2 => Approximation.Of(real),
            3 => Approximation.Of(-real),
            _ => new(new Complex(isNegative ? -real : real, imaginary), 0, false),
        };
    }
}
