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
    public static void InterleaveWords(byte** rows, nint rowBytes, uint* destination)
    {
        nint steps = rowBytes / 4;
        for (int lane = 0; lane < PanelLayout.Width; lane++)
        {
            byte* row = rows[lane];
            for (nint step = 0; step < steps; step++) destination[step * 32 + lane] = row is null ? 0 : ReadWord(row + step * 4);
            if (rowBytes % 4 != 0) destination[steps * 32 + lane] = row is null ? 0 : ReadTail(row + steps * 4, (int)(rowBytes % 4));
        }
    }

    /// <summary>
    /// 16-bit columns in pairs: destination[step][16] takes, in lane j, the 16-bit word <c>step</c> of row j (low half) and of row
    /// j + 16 (high half). An odd last byte of a row is completed with a zero byte.
    /// </summary>
    public static void InterleaveHalfWordPairs(byte** rows, nint rowBytes, uint* destination)
    {
        nint steps = (rowBytes + 1) / 2;
        for (int lane = 0; lane < 16; lane++)
        {
            for (nint step = 0; step < steps; step++)
            {
                int count = (int)Math.Min(2, rowBytes - step * 2);
                uint low = rows[lane] is null ? 0 : ReadTail(rows[lane] + step * 2, count);
                uint high = rows[lane + 16] is null ? 0 : ReadTail(rows[lane + 16] + step * 2, count);
                destination[step * 16 + lane] = low | high << 16;
            }
        }
    }

    private static uint ReadWord(byte* at) => *(uint*)at;

    private static uint ReadTail(byte* at, int count)
    {
        uint word = 0;
        for (int i = 0; i < count; i++) word |= (uint)at[i] << (8 * i);
        return word;
    }
}
