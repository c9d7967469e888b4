namespace ModelGate.Models.Engines.Cpu;

internal static class LogitsRow
{
    public static (double LogSum, int ArgMax) Summarize(ReadOnlySpan<float> logits)
    {
        int best = TokenSampler.ArgMax(logits);
        double sum = 0;
        foreach (float l in logits) sum += Math.Exp((double)l - logits[best]);
        return (logits[best] + Math.Log(sum), best);
    }
}
