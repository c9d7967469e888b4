namespace ModelGate.Models.Tokenizers.Patterns;

/// <summary>A compiled pattern: instructions for <see cref="RegexMatcher"/>. Immutable, so shared by threads.</summary>
/// <param name="Slots">Positions remembered by loops whose body can match nothing.</param>
internal sealed record RegexProgram(IReadOnlyList<RegexInstruction> Instructions, int Slots)
{
    /// <summary>Bounds what counted repeats may expand to.</summary>
    public const int MaxInstructions = 20_000;

    /// <exception cref="RegexSyntaxException">The pattern is invalid or uses what is not supported.</exception>
    public static RegexProgram Compile(string pattern) => RegexCompiler.Compile(RegexParser.Parse(pattern));
}

/// <param name="Code">What to do.</param>
/// <param name="A">First operand: a target, a count, a slot or a flag.</param>
/// <param name="B">Second operand.</param>
/// <param name="Set">The set that <see cref="RegexCode.One"/> and the loops match.</param>
internal readonly record struct RegexInstruction(RegexCode Code, int A = 0, int B = 0, CodePointSet? Set = null);

internal enum RegexCode
{
    /// <summary>The program, or the body of a look or atomic group, has matched.</summary>
    Accept,

    /// <summary>One code point of Set.</summary>
    One,

    /// <summary>A to B code points of Set, giving back one after the other on backtracking.</summary>
    Many,

    /// <summary>As <see cref="Many"/>, giving nothing back.</summary>
    ManyPossessive,

    /// <summary>Go on at A; on backtracking at B.</summary>
    Split,

    /// <summary>Go on at A.</summary>
    Jump,

    /// <summary>The instructions up to B must match here (A = 0) or must not (A = 1); the position stays.</summary>
    Look,

    /// <summary>The instructions up to B match once.</summary>
    Atomic,

    /// <summary>A code points back.</summary>
    Back,

    /// <summary>Remembers the position in slot A.</summary>
    Mark,

    /// <summary>Leaves a loop to B where nothing was matched since slot A was marked.</summary>
    Progress,

    /// <summary>The <see cref="Anchor"/> A holds.</summary>
    Anchor,
}
