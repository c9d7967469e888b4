using ModelGate.Models.Engines;
using ModelGate.Models.Tokenizers;

namespace ModelGate.Testing;

/// <summary>An engine without a model that answers any prompt with the same token and moves a clock as a real one takes time.</summary>
/// <param name="firstTokenSeconds">From the start to the first token, by request number.</param>
/// <param name="gapSeconds">Between tokens, by request number and gap number.</param>
public sealed class TimedEngine(
    ManualClock clock, Tokenizer tokenizer, Func<int, double> firstTokenSeconds, Func<int, int, double> gapSeconds)
    : IInferenceEngine
{
    private readonly List<int[]> prompts = [];

    /// <summary>Prompts in the order they came.</summary>
    public IReadOnlyList<int[]> Prompts => prompts;

    /// <summary>Called with each prompt before it is answered.</summary>
    public Action<int[]>? Asked { get; init; }

    /// <summary>Tokens left out of each answer, as by an engine that cannot force the length.</summary>
    public int MissingTokens { get; init; }

    public EngineIdentity Identity { get; } = new("timed", "1", "none", "none", true);

    public Tokenizer Tokenizer => tokenizer;

    public int ContextLength { get; init; } = 128;

    public IReadOnlySet<int> EndOfSequenceIds { get; init; } = new HashSet<int> { 0, 1 };

    public PrefixReuse PrefixReuse => default;

    public IReadOnlyList<Generation> Generate(
        IReadOnlyList<GenerationRequest> requests, IProgress<int>? finished = null, CancellationToken cancel = default) =>
        [.. requests.Select(Answer)];

    public IReadOnlyList<ContinuationScore> LogLikelihood(
        IReadOnlyList<ContinuationRequest> requests, IProgress<int>? finished = null, CancellationToken cancel = default) =>
        throw new NotSupportedException("This engine only takes time.");

    public void VisitLogits(ReadOnlySpan<int> tokens, LogitsVisitor visit) =>
        throw new NotSupportedException("This engine only takes time.");

    public void Dispose()
    {
    }

    private Generation Answer(GenerationRequest request)
    {
        int number = prompts.Count;
        prompts.Add(request.Prompt);
        Asked?.Invoke(request.Prompt);
        long started = clock.GetTimestamp();
        long[] times = new long[request.MaxTokens - MissingTokens];
        for (int token = 0; token < times.Length; token++)
        {
            clock.Advance(token == 0 ? firstTokenSeconds(number) : gapSeconds(number, token - 1));
            times[token] = clock.GetTimestamp();
        }

        return new([.. Enumerable.Repeat(2, times.Length)], "", FinishReason.Length, started, times, TruncatedTokens: 0);
    }
}
