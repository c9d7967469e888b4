namespace ModelGate.Numerics.Tests;

/// <summary>Repeatable test data.</summary>
internal static class SeededNumbers
{
    /// <summary>Roughly normal values with a few outliers and exact zeros, as activations have.</summary>
    public static float[] Floats(int count, int seed, float deviation = 1f)
    {
        var random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            double sum = random.NextDouble() + random.NextDouble() + random.NextDouble() + random.NextDouble() - 2;
            values[i] = (float)(sum * 1.7 * deviation);
            int special = random.Next(200);
            if (special == 0) values[i] *= 100;
            if (special == 1) values[i] = 0;
        }

        return values;
    }

    public static ushort[] BFloat16s(int count, int seed) => [.. Floats(count, seed, 0.1f).Select(BFloat16.FromSingle)];

    public static byte[] Bytes(int count, int seed)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>E4M3 codes of all magnitudes, NaN left out.</summary>
    public static byte[] E4M3Codes(int count, int seed) =>
        [.. Bytes(count, seed).Select(code => (code & 0x7F) == 0x7F ? (byte)0x3B : code)];

    public static float[] Scales(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => BFloat16.Round(0.001f + random.NextSingle() * 0.01f))];
    }
}
