namespace ModelGate.Models.Checkpoints;

/// <summary>The <c>quantization_config</c> of a compressed-tensors checkpoint.</summary>
/// <param name="Version">Version of the writer, for information; null where the file gives none.</param>
/// <param name="Format">The format of groups that name none, such as <c>pack-quantized</c>.</param>
/// <param name="Groups">In file order.</param>
/// <param name="HasSparsity">A sparsity scheme is named, which serving engines no longer load.</param>
/// <param name="HasTransforms">Rotations are named, which change what the weights mean.</param>
public sealed record QuantizationConfig(
    string? Version,
    string? Format,
    string? Status,
    IReadOnlyList<QuantizationGroup> Groups,
    IReadOnlyList<ModulePattern> Ignore,
    NumberFormat? KeyValueCache,
    bool HasSparsity,
    bool HasTransforms)
{
    /// <summary>The class of a decoder's linear layers in compressed-tensors.</summary>
    public const string LinearClass = "Linear";

    /// <summary>The LM head's class in vLLM; <see cref="LinearClass"/> does not include it.</summary>
    public const string HeadClass = "ParallelLMHead";

    /// <summary>Null where <c>config.json</c> in <paramref name="directory"/> has no quantization.</summary>
    /// <exception cref="Diagnostics.DiagnosticException">QG0220: contradictory or incomplete. QG0221: a method other than
    /// compressed-tensors.</exception>
    public static QuantizationConfig? Read(string directory) => QuantizationConfigReader.Read(directory);

    public bool Ignores(string module) => Ignore.Any(pattern => pattern.MatchesName(module));

    /// <summary>
    /// The group that quantizes a linear layer, or null where none does: an exact name is stronger than a pattern, a pattern stronger
    /// than the class, the first group wins among equals (compressed-tensors, <c>utils/match.py</c>).
    /// </summary>
    /// <param name="module">Name without <c>.weight</c>.</param>
    /// <param name="className"><see cref="LinearClass"/> or <see cref="HeadClass"/>.</param>
    public QuantizationGroup? GroupOf(string module, string className = LinearClass)
    {
        if (Ignores(module)) return null;
        return First(pattern => pattern is ModulePattern.Name && pattern.MatchesName(module))
            ?? First(pattern => pattern is ModulePattern.Expression && pattern.MatchesName(module))
            ?? First(pattern => pattern is ModulePattern.ClassName && pattern.Text == className);
    }

    private QuantizationGroup? First(Func<ModulePattern, bool> matches) => Groups.FirstOrDefault(group => group.Targets.Any(matches));
}

/// <summary>One of <c>config_groups</c>: which modules, and how.</summary>
public sealed record QuantizationGroup(string Name, IReadOnlyList<ModulePattern> Targets, LinearFormat Numbers);
