namespace ModelGate.Gate.Policies;

/// <summary>
/// What one value of <c>quantgate.yml</c> may be. The reader checks against it and the JSON Schema is printed from it, so the two cannot
/// differ.
/// </summary>
public abstract record ValueSpec
{
    private ValueSpec()
    {
    }

    /// <summary>What editors show beside the key: one or two sentences.</summary>
    public string Description { get; init; } = "";

    /// <summary>
    /// Any text; <paramref name="MayLookLikeNumber"/> lets editors accept <c>0.11</c> without quotes, as the reader does.
    /// </summary>
    public sealed record Text(bool MayLookLikeNumber = false) : ValueSpec;

    /// <summary>A .NET regular expression.</summary>
    public sealed record Pattern : ValueSpec;

    /// <summary>One of a fixed list of words.</summary>
    public sealed record Choice(IReadOnlyList<string> Words) : ValueSpec
    {
        /// <summary>Words that the contract has and no version has built yet.</summary>
        public IReadOnlyList<string> NotYet { get; init; } = [];
    }

    /// <summary>A word; the usual ones are listed, and the reader decides about others (<c>ttft-p99.9</c>).</summary>
    public sealed record OpenChoice(IReadOnlyList<string> Usual) : ValueSpec;

    /// <summary>A whole number of at least <paramref name="Minimum"/>.</summary>
    public sealed record Integer(long Minimum = long.MinValue, long Maximum = long.MaxValue) : ValueSpec;

    /// <summary>A number within inclusive bounds.</summary>
    public sealed record Number(double Minimum = double.NegativeInfinity, double Maximum = double.PositiveInfinity) : ValueSpec;

    /// <summary>A number from 0 to 1; <c>true</c> or nothing takes the default, <c>false</c> is off.</summary>
    public sealed record Strength : ValueSpec;

    /// <summary>Such as <c>99%</c> or <c>99.5 %</c>; a bare number is refused, since 0.99 and 99 are both likely meanings.</summary>
    public sealed record Percentage : ValueSpec;

    /// <summary>Such as <c>45 min</c>; more than nothing.</summary>
    public sealed record Duration : ValueSpec;

    /// <summary>A bound of a gate, whose unit depends on the metric: <c>99%</c>, <c>1.05</c>, <c>100 ms</c>.</summary>
    public sealed record Quantity : ValueSpec;

    public sealed record Boolean : ValueSpec;

    /// <summary>Fixed keys. <paramref name="Required"/> lists those that must be there.</summary>
    public sealed record Map(IReadOnlyList<KeySpec> Keys, params IReadOnlyList<string> Required) : ValueSpec;

    /// <summary>Names of the user's choosing, each with a value of one kind.</summary>
    public sealed record MapOf(ValueSpec Value, string KeyPattern) : ValueSpec;

    /// <summary>A list of at least one item; with <paramref name="AllowSingle"/> an item alone stands for a list of one.</summary>
    public sealed record ListOf(ValueSpec Item, bool AllowSingle = false) : ValueSpec;

    /// <summary>A scalar as a short form of a mapping.</summary>
    public sealed record ScalarOr(ValueSpec Scalar, ValueSpec Full) : ValueSpec;

    /// <summary>
    /// A key that the contract reserves and no version has built yet; <paramref name="Instead"/> says what to do until then.
    /// </summary>
    public sealed record NotInThisVersion(string Instead) : ValueSpec;
}

/// <param name="Name">As written in the file: lower case with hyphens.</param>
public sealed record KeySpec(string Name, ValueSpec Value);
