namespace ModelGate.Numerics.Tests;

internal static class Bits
{
    /// <summary>Every value has the same bits; NaN equals any NaN.</summary>
    public static void AssertEqual(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool same = BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(actual[i]);
            if (!same && !(float.IsNaN(expected[i]) && float.IsNaN(actual[i])))
            {
                Assert.Fail($"Index {i}: expected {expected[i]:R}, got {actual[i]:R}.");
            }
        }
    }
}
