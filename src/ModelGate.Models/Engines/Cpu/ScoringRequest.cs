namespace ModelGate.Models.Engines.Cpu;

/// <summary>One continuation to score: what the model reads, and the scores as they become known.</summary>
internal sealed class ScoringRequest
{
    private readonly int[] continuation;
    private readonly double[] logLikelihoods;
    private readonly bool[] greedy;
    private readonly int truncated;

    /// <summary>
    /// The model reads the last L + 1 tokens of context and continuation without the very last (evaluation harness, <c>huggingface.py</c>).
    /// </summary>
    /// <exception cref="ArgumentException">The continuation has no token or more than the model's context; the context has
    /// none.</exception>
    public ScoringRequest(ContinuationRequest request, int index, int contextLength)
    {
        if (request.Context.Length == 0) throw new ArgumentException($"Request {index} has an empty context; it needs at least one token.");
        if (request.Continuation.Length == 0 || request.Continuation.Length > contextLength)
        {
            throw new ArgumentException(
                $"The continuation of request {index} has {request.Continuation.Length} tokens; 1 to {contextLength} can be scored.");
        }

        continuation = request.Continuation;
        int[] all = [.. request.Context, .. continuation];
        truncated = Math.Max(0, all.Length - (contextLength + 1));
        Input = all.AsMemory(truncated..^1);
        logLikelihoods = new double[continuation.Length];
        greedy = new bool[continuation.Length];
    }

    public ReadOnlyMemory<int> Input { get; }

    /// <summary>The position in <see cref="Input"/> whose logits predict the first scored token.</summary>
    public int FirstScoredPosition => Input.Length - continuation.Length;

    /// <summary>
    /// Takes what the logits after <paramref name="position"/> say. Different positions may be set from different threads.
    /// </summary>
    /// <param name="logSum">ln Σ exp(logit).</param>
    /// <param name="argMax">Lowest id of the greatest logit.</param>
    public void Accept(int position, ReadOnlySpan<float> logits, double logSum, int argMax)
    {
        int index = position - FirstScoredPosition;
        logLikelihoods[index] = logits[continuation[index]] - logSum;
        greedy[index] = argMax == continuation[index];
    }

    public ContinuationScore Result() =>
        new(
            logLikelihoods.Sum(), Array.TrueForAll(greedy, isGreedy => isGreedy), Array.ConvertAll(logLikelihoods, value => (float)value),
            truncated);
}
