using System.Numerics;

namespace ModelGate.Measurement.Accuracy.Mathematics.Algebra;

/// <summary>Functions of fractions: values where they are known, else generators that are the same for equal arguments.</summary>
internal sealed class Functions(Arithmetic arithmetic, Powers powers, ZeroTest zero, Func<Fraction, Fraction, bool> isSame)
{
    private const int LargestFactorial = 5000, LargestChoice = 20;

    private readonly Trigonometry _trigonometry = new(arithmetic, isSame);

    private Fraction Euler => arithmetic.Power(new Generator.Euler(), Rational.One);

    /// <exception cref="UndefinedValueException">There is no value for these arguments.</exception>
    public Fraction Apply(string name, IReadOnlyList<Fraction> arguments)
    {
        Fraction argument = arguments[0];
        return name switch
        {
            "sin" => _trigonometry.Of(argument).Sine,
            "cos" => _trigonometry.Of(argument).Cosine,
            "tan" => arithmetic.Divide(_trigonometry.Of(argument).Sine, _trigonometry.Of(argument).Cosine),
            "cot" => arithmetic.Divide(_trigonometry.Of(argument).Cosine, _trigonometry.Of(argument).Sine),
            "sec" => arithmetic.Divide(Fraction.One, _trigonometry.Of(argument).Cosine),
            "csc" => arithmetic.Divide(Fraction.One, _trigonometry.Of(argument).Sine),
            "exp" => powers.Power(Euler, argument),
            "sinh" => arithmetic.Scale(arithmetic.Subtract(Exponential(argument, 1), Exponential(argument, -1)), new Rational(1, 2)),
            "cosh" => arithmetic.Scale(arithmetic.Add(Exponential(argument, 1), Exponential(argument, -1)), new Rational(1, 2)),
            "tanh" => arithmetic.Divide(Apply("sinh", arguments), Apply("cosh", arguments)),
            "log" => arguments.Count == 1 ? Logarithm(argument) : arithmetic.Divide(Logarithm(argument), Logarithm(arguments[1])),
            "abs" => Absolute(argument),
            "floor" => Whole(argument, Floor) ?? Generator(name, arguments),
            "ceiling" => Whole(argument, value => -Floor(-value)) ?? Generator(name, arguments),
            "factorial" => Factorial(argument) ?? Generator(name, arguments),
            "binomial" => Binomial(argument, arguments[1]) ?? Generator(name, arguments),
            "conjugate" when zero.RealValue(argument) is not null => argument,
            _ => Generator(name, arguments),
        };
    }

    private static BigInteger Floor(Rational value) => value.Floor;

    private Fraction Exponential(Fraction exponent, int sign) => powers.Power(Euler, arithmetic.Scale(exponent, sign));

    /// <summary>The principal logarithm. A positive factor is split off and taken prime by prime.</summary>
    private Fraction Logarithm(Fraction argument)
    {
        if (argument.Numerator.IsZero) throw new UndefinedValueException("The logarithm of 0.");
        Rational content = argument.Numerator.Content / argument.Denominator.Content;
        Fraction rest = arithmetic.Scale(argument, Rational.One / content);
        Fraction sum = Fraction.Zero;
        foreach ((ulong prime, int exponent) in PrimeFactors.Of(content.Numerator)) Add(prime, exponent);
        foreach ((ulong prime, int exponent) in PrimeFactors.Of(content.Denominator)) Add(prime, -exponent);
        if (!rest.Denominator.IsOne || rest.Numerator.SingleTerm is not var (monomial, coefficient))
        {
            return arithmetic.Add(sum, Generator("log", [rest]));
        }

        Monomial unknown = Monomial.One;
        foreach ((int generator, Rational exponent) in monomial.Powers)
        {
            if (arithmetic.Generators[generator] is Generator.Prime { Value: var prime }) Add(prime, exponent);
            else if (arithmetic.Generators[generator] is Generator.Euler) sum = arithmetic.Add(sum, Fraction.Of(exponent));
            else unknown *= Monomial.Of(generator, exponent);
        }

        return unknown.IsOne && coefficient.IsOne
            ? sum : arithmetic.Add(sum, Generator("log", [arithmetic.Of(unknown, coefficient)]));

        void Add(ulong prime, Rational exponent) =>
            sum = arithmetic.Add(sum, arithmetic.Scale(Generator("log", [Fraction.Of((BigInteger)prime)]), exponent));
    }

    private Fraction Absolute(Fraction argument)
    {
        if (argument.Numerator.IsZero) return argument;
        if (zero.RealValue(argument) is { } value) return value > 0 ? argument : arithmetic.Scale(argument, -1);
        Rational content = argument.Numerator.Content / argument.Denominator.Content;
        Fraction rest = arithmetic.Scale(argument, Rational.One / content);
        Fraction opposite = arithmetic.Scale(rest, -1);
        int number = arithmetic.Number(
            generator => generator is Generator.Function { Name: "abs" } known
                && (isSame(known.Arguments[0], rest) || isSame(known.Arguments[0], opposite)),
            () => new Generator.Function("abs", [rest]));
        return arithmetic.Of(Monomial.Of(number, Rational.One), content);
    }

    /// <summary>A rational or a real constant that is clear of the next whole number; null else.</summary>
    private Fraction? Whole(Fraction argument, Func<Rational, BigInteger> round)
    {
        if (argument.Constant is { } exact) return Fraction.Of(round(exact));
        if (zero.RealValue(argument) is not { } value || Math.Abs(value) > 1e9) return null;
        double fraction = Math.Abs(value - Math.Round(value));
        return fraction > 1e-6 ? Fraction.Of(round(new((BigInteger)(value * 1e7), 10_000_000))) : null;
    }

    private static Fraction? Factorial(Fraction argument)
    {
        if (argument.Constant is not { IsInteger: true } value) return null;
        if (value.Sign < 0) throw new UndefinedValueException("The factorial of a negative number.");
        if (value > LargestFactorial) throw new NotDecidedException("A large factorial.");
        return Fraction.Of(Product(1, (int)value.Numerator));
    }

    /// <summary>n (n − 1) … (n − k + 1) / k! for a whole k; 0 for a negative one. Null where k is none.</summary>
    private Fraction? Binomial(Fraction n, Fraction k)
    {
        if (k.Constant is not { IsInteger: true } count) return null;
        if (count.Sign < 0) return Fraction.Zero;
        if (n.Constant is { IsInteger: true, Sign: >= 0 } whole)
        {
            if (whole < count) return Fraction.Zero;
            Rational smaller = count < whole - count ? count : whole - count;
            if (smaller > LargestFactorial) throw new NotDecidedException("A large binomial.");
            return Choose(n, (int)smaller.Numerator);
        }

        return count > LargestChoice ? null : Choose(n, (int)count.Numerator);
    }

    private Fraction Choose(Fraction n, int count)
    {
        Fraction product = Fraction.One;
        for (int i = 0; i < count; i++) product = arithmetic.Multiply(product, arithmetic.Subtract(n, Fraction.Of(i)));
        return arithmetic.Scale(product, new(1, Product(1, count)));
    }

    private static BigInteger Product(int first, int last)
    {
        BigInteger product = 1;
        for (int i = first; i <= last; i++) product *= i;
        return product;
    }

    private Fraction Generator(string name, IReadOnlyList<Fraction> arguments)
    {
        int number = arithmetic.Number(
            generator => generator is Algebra.Generator.Function known && known.Name == name && known.Arguments.Count == arguments.Count
                && known.Arguments.Zip(arguments).All(pair => isSame(pair.First, pair.Second)),
            () => new Generator.Function(name, arguments));
        return Fraction.Of(Monomial.Of(number, Rational.One));
    }
}
