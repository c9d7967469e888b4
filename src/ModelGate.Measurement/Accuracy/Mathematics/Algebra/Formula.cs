using ModelGate.Measurement.Accuracy.Mathematics.Latex;

namespace ModelGate.Measurement.Accuracy.Mathematics.Algebra;

/// <summary>Expressions to fractions over the generators of one comparison, and the comparison of two.</summary>
internal sealed class Formula
{
    private readonly Arithmetic _arithmetic = new();
    private readonly Powers _powers;
    private readonly Functions _functions;
    private readonly ZeroTest _zero;

    public Formula()
    {
        _zero = new(_arithmetic);
        _powers = new(_arithmetic, IsSame);
        _functions = new(_arithmetic, _powers, _zero, IsSame);
    }

    /// <exception cref="UndefinedValueException">It has no value.</exception>
    /// <exception cref="NotDecidedException">It is beyond the bounds.</exception>
    public Fraction Of(Expression expression) => expression switch
    {
        Expression.Number { Value: var value } => Fraction.Of(value),
        Expression.Symbol { Name: var name } => _arithmetic.Power(new Generator.Symbol(name), Rational.One),
        Expression.Sum { Left: var left, Right: var right } => _arithmetic.Add(Of(left), Of(right)),
        Expression.Product { Left: var left, Right: var right } => _arithmetic.Multiply(Of(left), Of(right)),
        Expression.Power { Base: var @base, Exponent: var exponent } => _powers.Power(Of(@base), Of(exponent)),
        Expression.Function { Name: var name, Arguments: var arguments } => _functions.Apply(name, [.. arguments.Select(Of)]),
        Expression.Applied { Name: var name, Arguments: var arguments } => Applied(name, [.. arguments.Select(Of)]),
        Expression.Unevaluated => _arithmetic.Power(new Generator.Opaque(expression.ToString()), Rational.One),
        Expression.Infinity => throw new UndefinedValueException("Infinity is no number."),
        _ => throw new UndefinedValueException("A comparison is no number."),
    };

    /// <exception cref="NotDecidedException">It is beyond the bounds.</exception>
    public Equivalence Compare(Fraction a, Fraction b) => _zero.Decide(_arithmetic.Subtract(a, b));

    private bool IsSame(Fraction a, Fraction b) => _zero.IsZero(_arithmetic.Subtract(a, b));

    /// <summary>
    /// Values of unknown functions are one generator where their arguments are equal, and free of each other where they differ.
    /// </summary>
    private Fraction Applied(string name, IReadOnlyList<Fraction> arguments)
    {
        int number = _arithmetic.Number(
            generator => generator is Generator.Applied known && known.Name == name && known.Arguments.Count == arguments.Count
                && AreEqual(known.Arguments, arguments),
            () => new Generator.Applied(name, arguments));
        return Fraction.Of(Monomial.Of(number, Rational.One));
    }

    private bool AreEqual(IReadOnlyList<Fraction> a, IReadOnlyList<Fraction> b)
    {
        bool decided = true;
        for (int i = 0; i < a.Count; i++)
        {
            Equivalence verdict = Compare(a[i], b[i]);
            if (verdict == Equivalence.Different) return false;
            decided &= verdict == Equivalence.Equal;
        }

        return decided ? true : throw new NotDecidedException("Arguments of a function are not decided.");
    }
}
