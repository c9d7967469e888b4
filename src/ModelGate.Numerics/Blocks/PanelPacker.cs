using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ModelGate.Numerics.Kernels;

namespace ModelGate.Numerics.Blocks;

/// <summary>Turns row-major sources into panels. All formats need one of two interleavings of 32 rows.</summary>
/// <remarks>Reads each source row once and never past its end.</remarks>
internal static unsafe class PanelPacker
{
    /// <summary>Writes one panel: 32 row pointers (null for padding), destination of that panel.</summary>
    public delegate void PanelWriter(byte** rows, int panel);

    /// <summary>Calls <paramref name="write"/> for every panel, in parallel.</summary>
    public static void ForEachPanel(ReadOnlySpan<RowSource> sources, long rowBytes, WorkerPool pool, PanelWriter write)
    {
        int n = RowSource.TotalRows(sources);
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        int panels = PanelLayout.PanelCount(n);
        using var table = new NativeBuffer((long)panels * PanelLayout.Width * sizeof(byte*));
        table.Clear();
        byte** rows = (byte**)table.Data;
        byte** next = rows;
        foreach (RowSource source in sources)
        {
            for (int i = 0; i < source.Rows; i++) *next++ = source.Data + i * rowBytes;
        }

        pool.Run(panels, (panel, _) => write(rows + (nint)panel * PanelLayout.Width, panel));
    }

    /// <summary>Scales of all rows, laid out by <paramref name="place"/>(row, group) in floats; padding rows get scale 0.</summary>
    public static void CopyScales(ReadOnlySpan<RowSource> sources, int groups, float* destination, Func<int, int, nint> place)
    {
        int row = 0;
        foreach (RowSource source in sources)
        {
            if (source.Scales is null) throw new ArgumentException("A source has no scales.", nameof(sources));
            for (int i = 0; i < source.Rows; i++, row++)
            {
                for (int group = 0; group < groups; group++) destination[place(row, group)] = source.Scales[(nint)i * groups + group];
            }
        }

        for (; row % PanelLayout.Width != 0; row++)
        {
            for (int group = 0; group < groups; group++) destination[place(row, group)] = 0;
        }
    }

    /// <summary>
    /// 32-bit columns: destination[step][32] takes the 32-bit word <c>step</c> of each row. The last word of a row is filled with
    /// zero bytes when <paramref name="rowBytes"/> is no multiple of 4.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InterleaveWords(byte** rows, nint rowBytes, uint* destination)
    {
        nint step = 0;
        if (SimdLevel.Has256 && !HasPadding(rows))
        {
            for (; step + 8 <= rowBytes / 4; step += 8)
            {
                for (int lane = 0; lane < PanelLayout.Width; lane += 8)
                {
                    byte** from = rows + lane;
                    Transpose.Store8x8(
                        Words(from[0], step), Words(from[1], step), Words(from[2], step), Words(from[3], step),
                        Words(from[4], step), Words(from[5], step), Words(from[6], step), Words(from[7], step),
                        destination + step * PanelLayout.Width + lane, PanelLayout.Width);
                }
            }
        }

        InterleaveWordsScalar(rows, step, rowBytes, destination);
    }

    /// <param name="step">The first step to write.</param>
    internal static void InterleaveWordsScalar(byte** rows, nint step, nint rowBytes, uint* destination)
    {
        for (; step * 4 < rowBytes; step++)
        {
            for (int lane = 0; lane < PanelLayout.Width; lane++)
            {
                destination[step * PanelLayout.Width + lane] = Read(rows[lane], step * 4, Math.Min(4, rowBytes - step * 4));
            }
        }
    }

    /// <summary>
    /// 16-bit columns in pairs: destination[step][16] takes, in lane j, the 16-bit word <c>step</c> of row j (low half) and of row
    /// j + 16 (high half). An odd last byte of a row is completed with a zero byte.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InterleaveHalfWordPairs(byte** rows, nint rowBytes, uint* destination)
    {
        nint step = 0;
        if (SimdLevel.Has256 && !HasPadding(rows))
        {
            for (; step + 8 <= rowBytes / 2; step += 8)
            {
                for (int lane = 0; lane < 16; lane += 8)
                {
                    byte** from = rows + lane;
                    Transpose.Store8x8(
                        Pairs(from, step), Pairs(from + 1, step), Pairs(from + 2, step), Pairs(from + 3, step),
                        Pairs(from + 4, step), Pairs(from + 5, step), Pairs(from + 6, step), Pairs(from + 7, step),
                        destination + step * 16 + lane, 16);
                }
            }
        }

        InterleaveHalfWordPairsScalar(rows, step, rowBytes, destination);
    }

    /// <inheritdoc cref="InterleaveWordsScalar"/>
    internal static void InterleaveHalfWordPairsScalar(byte** rows, nint step, nint rowBytes, uint* destination)
    {
        for (; step * 2 < rowBytes; step++)
        {
            nint count = Math.Min(2, rowBytes - step * 2);
            for (int lane = 0; lane < 16; lane++)
            {
                destination[step * 16 + lane] = Read(rows[lane], step * 2, count) | Read(rows[lane + 16], step * 2, count) << 16;
            }
        }
    }

    private static bool HasPadding(byte** rows) => rows[PanelLayout.Width - 1] is null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Words(byte* row, nint step) => Vector256.Load((int*)row + step);

    /// <summary>Eight 16-bit words of a row, and of the row 16 further in the upper halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Pairs(byte** row, nint step) =>
        Avx2.ConvertToVector256Int32((ushort*)row[0] + step) | (Avx2.ConvertToVector256Int32((ushort*)row[16] + step) << 16);

    private static uint Read(byte* row, nint offset, nint count)
    {
        if (row is null) return 0;
        if (count == 4) return *(uint*)(row + offset);
        uint word = 0;
        for (nint i = 0; i < count; i++) word |= (uint)row[offset + i] << (8 * (int)i);
        return word;
    }
}
