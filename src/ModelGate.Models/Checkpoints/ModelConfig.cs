using ModelGate.Models.Diagnostics;
using ModelGate.Models.Formats;
using ModelGate.Numerics;

namespace ModelGate.Models.Checkpoints;

/// <summary>What <c>config.json</c> and <c>generation_config.json</c> say of a decoder, checked for contradictions.</summary>
public sealed record ModelConfig
{
    /// <summary>The <c>config.json</c> it was read from, for diagnostics.</summary>
    public required string File { get; init; }

    public required ModelArchitecture Architecture { get; init; }

    public required int HiddenSize { get; init; }

    public required int LayerCount { get; init; }

    /// <summary>Query heads.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Key and value heads; divides <see cref="HeadCount"/>.</summary>
    public required int KeyValueHeadCount { get; init; }

    /// <summary>Width of one head, even; explicit in the file or hidden size ÷ heads.</summary>
    public required int HeadDim { get; init; }

    public required int IntermediateSize { get; init; }

    public required int VocabularySize { get; init; }

    public required float RmsNormEpsilon { get; init; }

    public required double RopeTheta { get; init; }

    public RopeScaling? RopeScaling { get; init; }

    /// <summary>The LM head is the embedding table; the file then holds one of them.</summary>
    public bool TieWordEmbeddings { get; init; }

    /// <summary>q, k and v have biases.</summary>
    public bool AttentionBias { get; init; }

    /// <summary>o has a bias.</summary>
    public bool AttentionOutputBias { get; init; }

    /// <summary>gate, up and down have biases.</summary>
    public bool MlpBias { get; init; }

    /// <summary>Each head of q and k is RMS-normalised before RoPE.</summary>
    public bool QkNorm => Architecture == ModelArchitecture.Qwen3;

    /// <summary>The model's context in tokens.</summary>
    public required int MaxPositionEmbeddings { get; init; }

    /// <summary>Tokens that a position sees, where the model was trained with a window; null is all before it.</summary>
    public int? SlidingWindow { get; init; }

    /// <summary>The longest sequence for which full attention is what the model computes, in tokens.</summary>
    public int FullAttentionLength => Math.Min(MaxPositionEmbeddings, SlidingWindow ?? int.MaxValue);

    /// <summary>BF16, F16 or F32: the type of unquantized weights.</summary>
    public required DType WeightType { get; init; }

    public int? BosTokenId { get; init; }

    /// <summary>Ends of generation: those of <c>generation_config.json</c>, else of <c>config.json</c>.</summary>
    public required IReadOnlyList<int> EosTokenIds { get; init; }

    public int? PadTokenId { get; init; }

    /// <summary>Rows of q: heads × head width.</summary>
    public int QueryWidth => HeadCount * HeadDim;

    /// <summary>Rows of k and of v.</summary>
    public int KeyValueWidth => KeyValueHeadCount * HeadDim;

    /// <exception cref="DiagnosticException">QG0210 to QG0214, all that were found.</exception>
    public static ModelConfig Read(string directory) => ModelConfigReader.Read(directory);

    /// <summary>Refuses a sequence whose attention this engine would compute differently from the model.</summary>
    /// <param name="tokens">Prompt and answer together.</param>
    /// <exception cref="DiagnosticException">QG0215.</exception>
    public void DemandContext(int tokens)
    {
        if (tokens <= FullAttentionLength) return;
        bool window = tokens <= MaxPositionEmbeddings;
        throw new DiagnosticException(
            CheckpointCodes.ContextTooLong, new SourcePoint(File),
            window
                ? $"A sequence of {tokens} tokens exceeds the attention window (sliding_window {SlidingWindow}), which is not computed."
                : $"A sequence of {tokens} tokens is longer than the model's context (max_position_embeddings {MaxPositionEmbeddings}).",
            $"Keep prompt and answer together within {FullAttentionLength} tokens.");
    }
}
