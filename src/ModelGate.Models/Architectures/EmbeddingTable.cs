using ModelGate.Models.Checkpoints;
using ModelGate.Numerics;

namespace ModelGate.Models.Architectures;

/// <summary>Token embeddings, read row by row from the checkpoint's mapped file: only rows in use ever enter memory.</summary>
/// <param name="weight">[vocabulary, hidden] in BF16, F16 or F32; the checkpoint it belongs to stays open as long as this is used.</param>
public sealed class EmbeddingTable(TensorView weight)
{
    public int VocabularySize { get; } = checked((int)weight.Shape[0]);

    public int Width { get; } = checked((int)weight.Shape[1]);

    /// <exception cref="ArgumentOutOfRangeException">The token is not in the vocabulary.</exception>
    public void CopyRow(int token, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)token, (uint)VocabularySize, nameof(token));
        weight.CopySingles((long)token * Width, destination[..Width]);
    }
}
