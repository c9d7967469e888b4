namespace ModelGate.Models.Engines;

/// <summary>What sharing of common beginnings saved.</summary>
/// <param name="TokensRequested">Tokens that the requests alone would have sent through the model.</param>
/// <param name="TokensComputed">Tokens that did go through it.</param>
public readonly record struct PrefixReuse(long TokensRequested, long TokensComputed)
{
    public static PrefixReuse operator +(PrefixReuse a, PrefixReuse b) => a.Plus(b);

    public PrefixReuse Plus(PrefixReuse other) =>
        new(TokensRequested + other.TokensRequested, TokensComputed + other.TokensComputed);

    public static PrefixReuse operator -(PrefixReuse a, PrefixReuse b) => a.Minus(b);

    public PrefixReuse Minus(PrefixReuse other) =>
        new(TokensRequested - other.TokensRequested, TokensComputed - other.TokensComputed);
}
