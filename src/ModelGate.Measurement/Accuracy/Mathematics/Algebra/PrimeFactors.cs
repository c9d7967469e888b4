using System.Numerics;

namespace ModelGate.Measurement.Accuracy.Mathematics.Algebra;

/// <summary>Whole numbers into primes, by trial division.</summary>
internal static class PrimeFactors
{
    private const ulong HighestDivisor = 1_000_000;

    /// <param name="value">Above 0.</param>
    /// <exception cref="NotDecidedException">
    /// What is left after division by all numbers up to a million is not known to be a prime.
    /// </exception>
    public static IEnumerable<(ulong Prime, int Exponent)> Of(BigInteger value)
    {
        Dictionary<ulong, int> factors = [];
        // A large power of small primes is brought within 64 bits first.
        for (ulong small = 2; value > ulong.MaxValue && small < 1000; small++)
        {
            while ((value % small).IsZero)
            {
                value /= small;
                factors[small] = factors.GetValueOrDefault(small) + 1;
            }
        }

        if (value > ulong.MaxValue) throw new NotDecidedException("A root of a number with large factors.");
        ulong rest = (ulong)value;
        for (ulong divisor = 2; divisor <= HighestDivisor && divisor * divisor <= rest; divisor += divisor == 2 ? 1u : 2u)
        {
            while (rest % divisor == 0)
            {
                rest /= divisor;
                factors[divisor] = factors.GetValueOrDefault(divisor) + 1;
            }
        }

        if (rest > HighestDivisor * HighestDivisor) throw new NotDecidedException("A root of a number with large factors.");
        if (rest > 1) factors[rest] = factors.GetValueOrDefault(rest) + 1;
        return factors.Select(factor => (factor.Key, factor.Value));
    }
}
