namespace ModelGate.Numerics.Blocks;

/// <summary>
/// Rows of one row-major weight as the checkpoint stores them. A packed matrix is made of one or several, stacked: fused q/k/v or
/// gate/up.
/// </summary>
/// <param name="data">(rows × K) elements of the format's source type; may be unaligned.</param>
/// <param name="rows">Output channels of this source.</param>
/// <param name="scales">(rows × groups) FP32, row-major; one group a row for per-channel formats; null where the format has none.</param>
public readonly unsafe struct RowSource(byte* data, int rows, float* scales = null)
{
    public byte* Data { get; } = data;

    public int Rows { get; } = rows;

    public float* Scales { get; } = scales;

    public RowSource(ushort* data, int rows)
        : this((byte*)data, rows)
    {
    }

    public RowSource(float* data, int rows)
        : this((byte*)data, rows)
    {
    }

    /// <summary>Rows of all sources together, the N of the packed matrix.</summary>
    public static int TotalRows(ReadOnlySpan<RowSource> sources)
    {
        int rows = 0;
        foreach (RowSource source in sources) rows = checked(rows + source.Rows);
        return rows;
    }
}
