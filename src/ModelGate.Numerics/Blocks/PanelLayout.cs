namespace ModelGate.Numerics.Blocks;

/// <summary>
/// All packed formats cut the N output channels into panels of 32 neighbours and store, for each step along K, the 32 weights of a
/// panel side by side: lanes are channels, so no kernel needs a horizontal sum. The last panel is filled with zero weights.
/// </summary>
internal static class PanelLayout
{
    /// <summary>Output channels in a panel.</summary>
    public const int Width = 32;

    public static int PanelCount(int n) => (int)(((long)n + Width - 1) / Width);

    /// <summary>Rounds up so that what follows starts on a 64-byte line.</summary>
    public static long Aligned(long byteCount) => (byteCount + 63) & ~63L;

    public static void CheckShape(int n, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
    }
}
