using System.Numerics;

namespace ModelGate.Measurement.Accuracy.Mathematics.Algebra;

/// <summary>A sum of monomials with rational coefficients, none 0; exponents may be negative or fractions.</summary>
internal sealed class Polynomial
{
    /// <summary>Bounds that answers stay far below; what goes above them is not decided.</summary>
    private const int MostTerms = 400, MostBits = 100_000;

    private readonly Dictionary<Monomial, Rational> _terms;

    private Polynomial(Dictionary<Monomial, Rational> terms) => _terms = terms;

    public static Polynomial Zero { get; } = new([]);

    public static Polynomial One { get; } = Of(Rational.One);

    public IReadOnlyDictionary<Monomial, Rational> Terms => _terms;

    public bool IsZero => _terms.Count == 0;

    public bool IsOne => Constant is { IsOne: true };

    /// <summary>Its value where it is a rational number; null else.</summary>
    public Rational? Constant => _terms.Count switch
    {
        0 => Rational.Zero,
        1 when _terms.TryGetValue(Monomial.One, out Rational value) => value,
        _ => null,
    };

    /// <summary>Its only term; null where there are several or none.</summary>
    public (Monomial Monomial, Rational Coefficient)? SingleTerm =>
        _terms.Count == 1 && _terms.First() is var term ? (term.Key, term.Value) : null;

    public static Polynomial Of(Rational value) => Of(Monomial.One, value);

    public static Polynomial Of(Monomial monomial, Rational coefficient) =>
        coefficient.IsZero ? Zero : new(new Dictionary<Monomial, Rational> { [monomial] = coefficient });

    public static Polynomial Sum(IEnumerable<(Monomial Monomial, Rational Coefficient)> terms)
    {
        Dictionary<Monomial, Rational> sum = [];
        foreach ((Monomial monomial, Rational coefficient) in terms)
        {
            Rational total = sum.GetValueOrDefault(monomial) + coefficient;
            if (total.IsZero)
            {
                sum.Remove(monomial);
                continue;
            }

            sum[monomial] = total;
            if (sum.Count > MostTerms) throw new NotDecidedException($"More than {MostTerms} terms.");
            if (total.Bits > MostBits) throw new NotDecidedException($"A number of more than {MostBits} bits.");
        }

        return new(sum);
    }

    public static Polynomial operator +(Polynomial a, Polynomial b) => Sum(Pairs(a).Concat(Pairs(b)));

    public static Polynomial operator *(Polynomial a, Rational factor) =>
        factor.IsZero ? Zero : Sum(Pairs(a).Select(term => (term.Monomial, term.Coefficient * factor)));

    /// <summary>Largest positive number that all coefficients are whole multiples of; 1 for 0.</summary>
    public Rational Content
    {
        get
        {
            BigInteger numerators = 0, denominators = 1;
            foreach (Rational value in _terms.Values)
            {
                numerators = BigInteger.GreatestCommonDivisor(numerators, value.Numerator);
                denominators *= value.Denominator / BigInteger.GreatestCommonDivisor(denominators, value.Denominator);
            }

            return numerators.IsZero ? Rational.One : new(numerators, denominators);
        }
    }

    private static IEnumerable<(Monomial Monomial, Rational Coefficient)> Pairs(Polynomial value) =>
        value._terms.Select(term => (term.Key, term.Value));
}
