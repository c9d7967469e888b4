using ModelGate.Models.Engines;

namespace ModelGate.Measurement.Accuracy.Requests;

/// <summary>The harness's <c>get_rolling_token_windows</c> with a context of one token, made disjoint (lm_eval/utils.py).</summary>
internal static class RollingWindows
{
    /// <param name="tokens">All tokens to be predicted.</param>
    /// <param name="prefix">Stands before the first.</param>
    /// <param name="contextLength">Longest input of the model, in tokens.</param>
    public static IReadOnlyList<ContinuationRequest> Of(int[] tokens, int prefix, int contextLength)
    {
        if (tokens.Length == 0) return [];
        int first = Math.Min(contextLength, tokens.Length);
        List<ContinuationRequest> windows = [new([prefix], tokens[..first])];
        for (int predicted = first; predicted < tokens.Length;)
        {
            int count = Math.Min(tokens.Length - predicted, contextLength);
            int end = predicted + count;
            windows.Add(new(tokens[(end - contextLength - 1)..(end - count)], tokens[(end - count)..end]));
            predicted = end;
        }

        return windows;
    }
}
