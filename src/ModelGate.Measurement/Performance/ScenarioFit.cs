using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Performance;

/// <summary>Makes a use case fit a model's context, only where the policy allows it.</summary>
public static class ScenarioFit
{
    /// <summary>
    /// The scenario itself where prompt and answer fit; with <paramref name="scale"/> both lengths shortened in proportion, rounded down,
    /// and marked as scaled.
    /// </summary>
    /// <param name="contextLength">Most tokens of a sequence.</param>
    /// <param name="at">Where the policy names the scenario.</param>
    /// <exception cref="DiagnosticException">QG0801: it does not fit and may not be scaled; QG0802: nothing is left of it when
    /// scaled.</exception>
    public static Scenario Fit(Scenario scenario, int contextLength, bool scale, SourcePoint at)
    {
        int tokens = scenario.PrefillTokens + scenario.DecodeTokens;
        if (tokens <= contextLength) return scenario;
        if (!scale)
        {
            throw new DiagnosticException(
                "QG0801", at,
                $"Scenario {scenario.Name} takes {tokens} tokens, {scenario.PrefillTokens} of prompt and {scenario.DecodeTokens} of "
                + $"answer, but the model's context is {contextLength}.",
                "Leave it out, or say 'scale-to-context: true' to shorten both in proportion.");
        }

        int prefill = (int)((long)scenario.PrefillTokens * contextLength / tokens);
        int decode = (int)((long)scenario.DecodeTokens * contextLength / tokens);
        if (prefill < 2 || decode < 2)
        {
            throw new DiagnosticException(
                "QG0802", at,
                $"Scenario {scenario.Name} scaled to a context of {contextLength} tokens has {prefill} of prompt and {decode} of answer.",
                "Leave it out, or measure a model with a longer context.");
        }

        return scenario with
        {
            PrefillTokens = prefill,
            DecodeTokens = decode,
            DeclaredPrefill = scenario.PrefillTokens,
            DeclaredDecode = scenario.DecodeTokens,
        };
    }
}
