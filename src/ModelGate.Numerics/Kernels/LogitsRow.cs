using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelGate.Numerics.Kernels;

/// <summary>What evaluation asks of one row of FP32 logits.</summary>
/// <remarks>
/// Sums are in double, in sixteen lanes (lane l over ids l, l + 16 …) and then <see cref="LaneSum"/>, so that they do not depend on the
/// processor. A NaN logit makes sums NaN.
/// </remarks>
public static class LogitsRow
{
    /// <summary>The id of the largest logit, the lowest id of equal ones; NaN never wins; 0 when there is nothing else.</summary>
    public static int ArgMax(ReadOnlySpan<float> logits) => Math.Max(0, logits.IndexOf(Maximum(logits)));

    /// <summary>ln Σ exp(logit). The log-probability of an id is its logit minus this.</summary>
    public static double LogSumExp(ReadOnlySpan<float> logits)
    {
        float maximum = Maximum(logits);
        return float.IsInfinity(maximum) ? maximum : maximum + Math.Log(SumOfExponentials(logits, maximum));
    }

    /// <summary>ln p of one id.</summary>
    public static double LogProbability(ReadOnlySpan<float> logits, int id) => logits[id] - LogSumExp(logits);

    /// <summary>KL(p‖q) = Σ p·ln(p/q) in nats, of the distributions that two logit rows stand for.</summary>
    public static double Divergence(ReadOnlySpan<float> p, ReadOnlySpan<float> q)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(q.Length, p.Length);
        double pSum = LogSumExp(p);
        double qSum = LogSumExp(q);
        Span<double> lanes = stackalloc double[LaneSum.Lanes];
        lanes.Clear();
        int done = SimdLevel.Has256 ? AddDivergence256(p, q, pSum, qSum, lanes) : 0;
        AddDivergence(p, q, pSum, qSum, lanes, done);
        return LaneSum.Of(lanes);
    }

    /// <summary>The largest logit that is not NaN, −∞ when there is none.</summary>
    internal static float Maximum(ReadOnlySpan<float> logits)
    {
        float maximum = float.NegativeInfinity;
        int i = 0;
        if (SimdLevel.Has256 && logits.Length >= 8)
        {
            ref float first = ref MemoryMarshal.GetReference(logits);
            Vector256<float> most = Vector256.Create(maximum);
            // The instruction gives its second operand when one is NaN.
            for (; i + 8 <= logits.Length; i += 8) most = Avx.Max(Vector256.LoadUnsafe(ref first, (nuint)i), most);
            for (int lane = 0; lane < 8; lane++) maximum = Math.Max(maximum, most.GetElement(lane));
        }

        for (; i < logits.Length; i++)
        {
            if (logits[i] > maximum) maximum = logits[i];
        }

        return maximum;
    }

    internal static void AddExponentials(ReadOnlySpan<float> logits, float maximum, Span<double> lanes, int start)
    {
        for (int i = start; i < logits.Length; i++) lanes[i % LaneSum.Lanes] += ExponentialDouble.Of((double)logits[i] - maximum);
    }

    internal static void AddDivergence(
        ReadOnlySpan<float> p, ReadOnlySpan<float> q, double pSum, double qSum, Span<double> lanes, int start)
    {
        for (int i = start; i < p.Length; i++)
        {
            double logP = p[i] - pSum;
            double probability = ExponentialDouble.Of(logP);
            lanes[i % LaneSum.Lanes] += probability == 0 ? 0 : probability * (logP - (q[i] - qSum));
        }
    }

    private static double SumOfExponentials(ReadOnlySpan<float> logits, float maximum)
    {
        Span<double> lanes = stackalloc double[LaneSum.Lanes];
        lanes.Clear();
        int done = SimdLevel.Has256 ? AddExponentials256(logits, maximum, lanes) : 0;
        AddExponentials(logits, maximum, lanes, done);
        return LaneSum.Of(lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int AddExponentials256(ReadOnlySpan<float> logits, float maximum, Span<double> lanes)
    {
        ref float first = ref MemoryMarshal.GetReference(logits);
        Vector256<double> most = Vector256.Create((double)maximum), sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        nuint i = 0;
        for (; i + 16 <= (nuint)logits.Length; i += 16)
        {
            sum0 += ExponentialDouble.Of(Widen(ref first, i) - most);
            sum1 += ExponentialDouble.Of(Widen(ref first, i + 4) - most);
            sum2 += ExponentialDouble.Of(Widen(ref first, i + 8) - most);
            sum3 += ExponentialDouble.Of(Widen(ref first, i + 12) - most);
        }

        sum0.CopyTo(lanes);
        sum1.CopyTo(lanes[4..]);
        sum2.CopyTo(lanes[8..]);
        sum3.CopyTo(lanes[12..]);
        return (int)i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int AddDivergence256(ReadOnlySpan<float> p, ReadOnlySpan<float> q, double pSum, double qSum, Span<double> lanes)
    {
        ref float firstP = ref MemoryMarshal.GetReference(p);
        ref float firstQ = ref MemoryMarshal.GetReference(q);
        Vector256<double> shiftP = Vector256.Create(pSum), shiftQ = Vector256.Create(qSum);
        Vector256<double> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        nuint i = 0;
        for (; i + 16 <= (nuint)p.Length; i += 16)
        {
            sum0 += Term(Widen(ref firstP, i) - shiftP, Widen(ref firstQ, i) - shiftQ);
            sum1 += Term(Widen(ref firstP, i + 4) - shiftP, Widen(ref firstQ, i + 4) - shiftQ);
            sum2 += Term(Widen(ref firstP, i + 8) - shiftP, Widen(ref firstQ, i + 8) - shiftQ);
            sum3 += Term(Widen(ref firstP, i + 12) - shiftP, Widen(ref firstQ, i + 12) - shiftQ);
        }

        sum0.CopyTo(lanes);
        sum1.CopyTo(lanes[4..]);
        sum2.CopyTo(lanes[8..]);
        sum3.CopyTo(lanes[12..]);
        return (int)i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Term(Vector256<double> logP, Vector256<double> logQ)
    {
        Vector256<double> probability = ExponentialDouble.Of(logP);
        return Vector256.ConditionalSelect(
            Vector256.Equals(probability, Vector256<double>.Zero), Vector256<double>.Zero, probability * (logP - logQ));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Widen(ref float first, nuint at) => Avx.ConvertToVector256Double(Vector128.LoadUnsafe(ref first, at));
}
