namespace ModelGate.Quantization.Quantizers;

/// <summary>One decoder layer to be quantized; a linear that stays as it is, is null.</summary>
/// <param name="InputNorm">Feeds q, k and v.</param>
/// <param name="PostAttentionNorm">Feeds gate and up.</param>
public sealed record DecoderLayerProblem(
    NormWeight InputNorm,
    NormWeight PostAttentionNorm,
    LinearProblem? Query,
    LinearProblem? Key,
    LinearProblem? Value,
    LinearProblem? Output,
    LinearProblem? Gate,
    LinearProblem? Up,
    LinearProblem? Down)
{
    /// <summary>The linears to quantize, in the order of the forward pass.</summary>
    public IEnumerable<LinearProblem> Linears =>
        new[] { Query, Key, Value, Output, Gate, Up, Down }.OfType<LinearProblem>();

    /// <summary>What reads <see cref="InputNorm"/>: all three or, where they stay as they are, none.</summary>
    public IReadOnlyList<LinearProblem> Attention => Present(Query, Key, Value);

    /// <summary>What reads <see cref="PostAttentionNorm"/>.</summary>
    public IReadOnlyList<LinearProblem> Mlp => Present(Gate, Up);

    private static LinearProblem[] Present(params LinearProblem?[] linears) => [.. linears.OfType<LinearProblem>()];
}
