namespace ModelGate.Measurement.Performance;

/// <summary>
/// What one request's clock gives, in seconds. <c>s</c> start, <c>f</c> first token, <c>l</c> last token, <c>n</c> output tokens.
/// </summary>
public enum Timing
{
    /// <summary>Time to first token: f − s.</summary>
    Ttft,

    /// <summary>
    /// Mean inter-token latency of one request: (l − f) ÷ (n − 1); one sample a request. The paper's ITL (GuideLLM's definition).
    /// </summary>
    Itl,

    /// <summary>Every gap between tokens is one sample (vLLM's ITL): sees a stall that a mean hides.</summary>
    ItlGap,

    /// <summary>The whole request: l − s.</summary>
    E2e,
}

/// <summary>The raw clock of one request; everything else is computed from it.</summary>
/// <param name="PromptTokens">Tokens of the prompt, BOS included.</param>
/// <param name="StartedSeconds">When work on the request began, from the start of the run.</param>
/// <param name="TokenSeconds">When each output token was known, from the start of the run, ascending; at least one.</param>
public sealed record RequestTiming(int PromptTokens, double StartedSeconds, IReadOnlyList<double> TokenSeconds)
{
    public int OutputTokens => TokenSeconds.Count;

    public double Ttft => TokenSeconds[0] - StartedSeconds;

    public double E2e => TokenSeconds[^1] - StartedSeconds;

    /// <summary>Null for a one-token answer, which has no gap.</summary>
    public double? Itl => OutputTokens < 2 ? null : (TokenSeconds[^1] - TokenSeconds[0]) / (OutputTokens - 1);

    public IEnumerable<double> Gaps => TokenSeconds.Skip(1).Zip(TokenSeconds, (later, earlier) => later - earlier);

    public IEnumerable<double> Samples(Timing timing) => timing switch
    {
        Timing.Ttft => [Ttft],
        Timing.Itl => Itl is { } itl ? [itl] : [],
        Timing.ItlGap => Gaps,
        Timing.E2e => [E2e],
        _ => throw new ArgumentOutOfRangeException(nameof(timing)),
    };
}
