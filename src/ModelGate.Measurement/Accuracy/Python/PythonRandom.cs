using System.Numerics;

namespace ModelGate.Measurement.Accuracy.Python;

/// <summary>
/// Python's <c>random.Random</c>, so that few-shot examples and bootstraps equal the harness's. MT19937 (Matsumoto and Nishimura 1998),
/// seeded by array with the 32-bit words of the seed's absolute value, low word first.
/// </summary>
public sealed class PythonRandom
{
    private const int Length = 624;
    private const int Middle = 397;

    private readonly uint[] _state = new uint[Length];
    private int _next = Length;

    public PythonRandom(long seed)
    {
        ulong magnitude = (ulong)BigInteger.Abs(seed);
        uint low = (uint)magnitude, high = (uint)(magnitude >> 32);
        SeedByArray(high == 0 ? [low] : [low, high]);
    }

    /// <summary>The next 32 random bits.</summary>
    public uint NextWord()
    {
        if (_next == Length) Twist();
        uint y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >> 18);
    }

    /// <summary><c>getrandbits</c> for 1 to 32 bits: the high bits of one word.</summary>
    public uint NextBits(int count) => NextWord() >> (32 - count);

    /// <summary><c>random()</c>: uniform in [0, 1) with 53 bits.</summary>
    public double NextDouble()
    {
        uint a = NextWord() >> 5, b = NextWord() >> 6;
        return ((a * 67108864.0) + b) * (1.0 / 9007199254740992.0);
    }

    /// <summary><c>gauss(0, 1)</c>: draws two values at a time and keeps the second.</summary>
    /// <param name="spare">What the last call kept; null at first.</param>
    public double NextGaussian(ref double? spare)
    {
        if (spare is { } kept)
        {
            spare = null;
            return kept;
        }

        double angle = NextDouble() * (2 * Math.PI);
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        spare = Math.Sin(angle) * radius;
        return Math.Cos(angle) * radius;
    }

    /// <summary>Uniform in [0, <paramref name="limit"/>): as many bits as the limit has, drawn again while too large.</summary>
    public int NextBelow(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        int bits = 32 - BitOperations.LeadingZeroCount((uint)limit);
        uint value = NextBits(bits);
        while (value >= (uint)limit) value = NextBits(bits);
        return (int)value;
    }

    /// <summary><c>sample(range(population), count)</c>: distinct indices in the order of drawing.</summary>
    public int[] Sample(int population, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, population);
        return population <= PoolThreshold(count) ? SampleFromPool(population, count) : SampleByRejection(population, count);
    }

    /// <summary><c>choices(range(population), k=count)</c>: with replacement.</summary>
    public void Choices(int population, Span<int> drawn)
    {
        for (int i = 0; i < drawn.Length; i++) drawn[i] = (int)Math.Floor(NextDouble() * population);
    }

    /// <summary><c>shuffle</c>, in place.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int other = NextBelow(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }

    /// <summary>Up to this population a list costs less than a set of what was drawn: 21, plus 4^⌈log4 3k⌉ when k is above 5.</summary>
    private static long PoolThreshold(int count)
    {
        if (count <= 5) return 21;
        long power = 1;
        while (power < 3L * count) power *= 4;
        return 21 + power;
    }

    private int[] SampleFromPool(int population, int count)
    {
        int[] pool = [.. Enumerable.Range(0, population)];
        int[] drawn = new int[count];
        for (int i = 0; i < count; i++)
        {
            int at = NextBelow(population - i);
            drawn[i] = pool[at];
            pool[at] = pool[population - i - 1];
        }

        return drawn;
    }

    private int[] SampleByRejection(int population, int count)
    {
        HashSet<int> taken = [];
        int[] drawn = new int[count];
        for (int i = 0; i < count; i++)
        {
            int at = NextBelow(population);
            while (!taken.Add(at)) at = NextBelow(population);
            drawn[i] = at;
        }

        return drawn;
    }

    private void SeedByArray(ReadOnlySpan<uint> key)
    {
        _state[0] = 19650218;
        for (uint n = 1; n < Length; n++) _state[n] = (1812433253 * (_state[n - 1] ^ (_state[n - 1] >> 30))) + n;

        int i = 1, j = 0;
        for (int step = Math.Max(Length, key.Length); step > 0; step--)
        {
            _state[i] = (_state[i] ^ ((_state[i - 1] ^ (_state[i - 1] >> 30)) * 1664525)) + key[j] + (uint)j;
            if (++i == Length) (_state[0], i) = (_state[Length - 1], 1);
            if (++j == key.Length) j = 0;
        }

        for (int step = Length - 1; step > 0; step--)
        {
            _state[i] = (_state[i] ^ ((_state[i - 1] ^ (_state[i - 1] >> 30)) * 1566083941)) - (uint)i;
            if (++i == Length) (_state[0], i) = (_state[Length - 1], 1);
        }

        _state[0] = 0x80000000;
    }

    private void Twist()
    {
        for (int n = 0; n < Length; n++)
        {
            uint y = (_state[n] & 0x80000000) | (_state[(n + 1) % Length] & 0x7fffffff);
            _state[n] = _state[(n + Middle) % Length] ^ (y >> 1) ^ ((y & 1) * 0x9908b0df);
        }

        _next = 0;
    }
}
