namespace ModelGate.Measurement.Accuracy.Mathematics.Algebra;

/// <summary>A product of powers of generators, by their numbers in ascending order; no exponent is 0.</summary>
internal sealed class Monomial : IEquatable<Monomial>
{
    private readonly (int Generator, Rational Exponent)[] _powers;
    private readonly int _hash;

    private Monomial((int Generator, Rational Exponent)[] powers)
    {
        _powers = powers;
        HashCode hash = default;
        foreach ((int generator, Rational exponent) in powers)
        {
            hash.Add(generator);
            hash.Add(exponent);
        }

        _hash = hash.ToHashCode();
    }

    public static Monomial One { get; } = new([]);

    public IReadOnlyList<(int Generator, Rational Exponent)> Powers => _powers;

    public bool IsOne => _powers.Length == 0;

    public static Monomial Of(int generator, Rational exponent) => exponent.IsZero ? One : new([(generator, exponent)]);

    public static Monomial Of(IEnumerable<(int Generator, Rational Exponent)> powers) =>
        new([.. powers.Where(power => !power.Exponent.IsZero).OrderBy(power => power.Generator)]);

    /// <summary>Exponents added, nothing reduced.</summary>
    public static Monomial operator *(Monomial a, Monomial b)
    {
        if (a.IsOne) return b;
        if (b.IsOne) return a;
        List<(int, Rational)> product = [];
        int i = 0, j = 0;
        while (i < a._powers.Length || j < b._powers.Length)
        {
            if (j == b._powers.Length || (i < a._powers.Length && a._powers[i].Generator < b._powers[j].Generator))
            {
                product.Add(a._powers[i++]);
            }
            else if (i == a._powers.Length || b._powers[j].Generator < a._powers[i].Generator)
            {
                product.Add(b._powers[j++]);
            }
            else
            {
                Rational sum = a._powers[i].Exponent + b._powers[j].Exponent;
                if (!sum.IsZero) product.Add((a._powers[i].Generator, sum));
                i++;
                j++;
            }
        }

        return new([.. product]);
    }

    public Rational ExponentOf(int generator) => _powers.FirstOrDefault(power => power.Generator == generator).Exponent;

    public Monomial Without(int generator) => new([.. _powers.Where(power => power.Generator != generator)]);

    /// <summary>Every exponent times <paramref name="factor"/>, nothing reduced.</summary>
    public Monomial Scaled(Rational factor) => Of(_powers.Select(power => (power.Generator, power.Exponent * factor)));

    public bool Equals(Monomial? other) => other is not null && _hash == other._hash && _powers.AsSpan().SequenceEqual(other._powers);

    public override bool Equals(object? obj) => Equals(obj as Monomial);

    public override int GetHashCode() => _hash;
}
