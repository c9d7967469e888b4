namespace ModelGate.Measurement.Accuracy.Mathematics.Algebra;

/// <summary>What monomials are powers of.</summary>
internal abstract record Generator
{
    private Generator()
    {
    }

    /// <summary>
    /// Powers of such generators with different exponents (rational, of primes and −1 within [0, 1), of −1 only ½) are linearly independent
    /// over the rationals, so a sum of them that is not written as 0 is not 0: by Besicovitch for roots of primes, by Lindemann–Weierstrass
    /// for e, as functions for symbols.
    /// </summary>
    public virtual bool IsIndependent => false;

    /// <summary>A free complex number.</summary>
    public sealed record Symbol(string Name) : Generator
    {
        public override bool IsIndependent => true;
    }

    public sealed record Prime(ulong Value) : Generator
    {
        public override bool IsIndependent => true;
    }

    /// <summary>−1 to powers that are no whole numbers; to ½ it is i.</summary>
    public sealed record MinusOne : Generator
    {
        public override bool IsIndependent => true;
    }

    public sealed record Euler : Generator
    {
        public override bool IsIndependent => true;
    }

    /// <summary>π, as a number.</summary>
    public sealed record Pi : Generator;

    /// <summary>A sum, or a product that cannot be split, whose roots occur.</summary>
    public sealed record Radicand(Fraction Value) : Generator;

    /// <summary>exp(exponent · log base) with its own rational exponents: 2ˣ, xʸ.</summary>
    public sealed record Exponential(int Base, Monomial Exponent) : Generator;

    /// <summary>A function's value.</summary>
    public sealed record Function(string Name, IReadOnlyList<Fraction> Arguments) : Generator;

    /// <summary>A value of a function that nothing is known about.</summary>
    public sealed record Applied(string Name, IReadOnlyList<Fraction> Arguments) : Generator
    {
        public override bool IsIndependent => true;
    }

    /// <summary>Something that is read and not computed; two are the same where they are written the same.</summary>
    public sealed record Opaque(string Text) : Generator;
}
