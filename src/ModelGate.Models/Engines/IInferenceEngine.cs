using ModelGate.Models.Tokenizers;

namespace ModelGate.Models.Engines;

/// <summary>
/// Answers the three requests of evaluation (log-likelihood, rolling log-likelihood as windows of the first, generate until) and
/// gives the logits that divergence needs. Results come in the order of the requests.
/// </summary>
public interface IInferenceEngine : IDisposable
{
    /// <summary>What ran, for records and cache keys: engine, kernel version, precision, device class.</summary>
    EngineIdentity Identity { get; }

    Tokenizer Tokenizer { get; }

    /// <summary>
    /// The longest sequence, in tokens: <c>max_position_embeddings</c>, or the attention window where an engine has no other attention.
    /// </summary>
    int ContextLength { get; }

    /// <summary>Ends of generation besides a task's stop strings.</summary>
    IReadOnlySet<int> EndOfSequenceIds { get; }

    /// <summary>What shared beginnings saved since the engine was loaded.</summary>
    PrefixReuse PrefixReuse { get; }

    IReadOnlyList<ContinuationScore> LogLikelihood(
        IReadOnlyList<ContinuationRequest> requests, IProgress<int>? finished = null, CancellationToken cancel = default);

    IReadOnlyList<Generation> Generate(
        IReadOnlyList<GenerationRequest> requests, IProgress<int>? finished = null, CancellationToken cancel = default);

    /// <summary>
    /// Calls <paramref name="visit"/> with the FP32 logits of each position in order: (position, vocabulary-wide logits).
    /// </summary>
    void VisitLogits(ReadOnlySpan<int> tokens, LogitsVisitor visit);
}

/// <param name="position">Index of the token whose successor the logits predict.</param>
/// <param name="logits">Vocabulary-wide, valid during the call only.</param>
public delegate void LogitsVisitor(int position, ReadOnlySpan<float> logits);

/// <param name="Engine">Such as <c>cpu</c>.</param>
/// <param name="KernelVersion">Changes whenever a result could change.</param>
/// <param name="Precision"><c>bf16</c> or <c>fp32</c>.</param>
/// <param name="DeviceClass">Such as <c>x64-avx512</c>; part of cache keys.</param>
/// <param name="IsBitRepeatable">The same plan gives the same bits.</param>
public sealed record EngineIdentity(string Engine, string KernelVersion, string Precision, string DeviceClass, bool IsBitRepeatable);

/// <summary>Score <paramref name="Continuation"/> (at least one token) after <paramref name="Context"/> (at least one token).</summary>
public sealed record ContinuationRequest(int[] Context, int[] Continuation);

/// <param name="LogLikelihood">Σ ln p of the continuation's tokens.</param>
/// <param name="IsGreedy">Every continuation token is the arg-max at its place.</param>
/// <param name="TokenLogLikelihoods">One for each continuation token.</param>
/// <param name="TruncatedTokens">Tokens cut from the left because the model's context is shorter; 0 as a rule.</param>
public sealed record ContinuationScore(double LogLikelihood, bool IsGreedy, float[] TokenLogLikelihoods, int TruncatedTokens);

/// <param name="Prompt">At least one token.</param>
/// <param name="MaxTokens">Most tokens to generate, at least 1.</param>
/// <param name="Stop">Text that ends the answer and is cut from it, tried in list order.</param>
/// <param name="Sampling">Null is greedy: the lowest id of equal logits.</param>
/// <param name="IgnoreEndOfSequence">Forces exactly <paramref name="MaxTokens"/> tokens, for latency runs.</param>
public sealed record GenerationRequest(
    int[] Prompt, int MaxTokens, IReadOnlyList<string> Stop, Sampling? Sampling = null, bool IgnoreEndOfSequence = false);

/// <summary>Seeded sampling; the same request gives the same tokens whatever runs beside it.</summary>
public sealed record Sampling(double Temperature, double TopP, ulong Seed, int TopK = 0);

public enum FinishReason
{
    /// <summary>A stop string or an end-of-sequence token.</summary>
    Stop,

    /// <summary>The token limit.</summary>
    Length,
}

/// <param name="Tokens">All generated tokens, the end-of-sequence token left out.</param>
/// <param name="Text">Decoded, cut at the first stop string.</param>
/// <param name="Started">Timestamp of the engine's <see cref="TimeProvider"/> when work on this request began.</param>
/// <param name="TokenTimes">Timestamp at which each token was known.</param>
/// <param name="TruncatedTokens">Prompt tokens cut from the left to leave room for the answer.</param>
public sealed record Generation(
    int[] Tokens, string Text, FinishReason Finish, long Started, long[] TokenTimes, int TruncatedTokens);
