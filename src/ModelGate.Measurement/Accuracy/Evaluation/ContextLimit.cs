using ModelGate.Models.Engines;

namespace ModelGate.Measurement.Accuracy.Evaluation;

/// <summary>
/// A sequence shorter than the model's own that a task allows (<see cref="TaskGating.ContextLength"/>), as a serving engine's model length
/// does: what is too long loses its beginning, the begin-of-sequence token with it.
/// </summary>
/// <param name="length">Tokens of prompt and answer together; null is no limit.</param>
internal sealed class ContextLimit(int? length)
{
    /// <summary>Keeps room for the answer.</summary>
    /// <param name="cut">Tokens taken off the beginning.</param>
    public int[] Prompt(int[] tokens, int answer, out int cut)
    {
        cut = length is { } most ? Math.Max(0, tokens.Length - Math.Max(1, most - answer)) : 0;
        return tokens[cut..];
    }

    /// <summary>What fits behind the whole prompt, at least one token.</summary>
    /// <param name="model">The model's own length.</param>
    public int Answer(int[] tokens, int most, int model) => Math.Clamp(Math.Min(length ?? model, model) - tokens.Length, 1, most);

    /// <summary>The continuation is never cut, and keeps one token in front of it.</summary>
    public ContinuationRequest Pair(ContinuationRequest pair, out int cut) =>
        pair with { Context = Prompt(pair.Context, pair.Continuation.Length, out cut) };
}
