namespace ModelGate.Measurement.Statistics;

/// <summary>SplitMix64 (Steele, Lea and Flood 2014): the same seed gives the same numbers on every platform and runtime.</summary>
public sealed class SeededRandom(ulong seed)
{
    private ulong state = seed;

    public ulong NextBits()
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, <paramref name="bound"/>), bias below 2⁻³² for bounds below 2³¹.</summary>
    public int Next(int bound) => (int)Math.BigMul(NextBits(), (ulong)bound, out _);
}
