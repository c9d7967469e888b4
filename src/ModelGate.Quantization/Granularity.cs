namespace ModelGate.Quantization;

/// <summary>How many weights of a row share one scale.</summary>
public abstract record Granularity
{
    private Granularity()
    {
    }

    /// <summary>One scale for each output channel, which is a whole row.</summary>
    public sealed record PerChannel : Granularity
    {
        public override int ColumnsPerScale(int columns) => columns;

        public override string ToString() => "per channel";
    }

    /// <summary>One scale for each run of <paramref name="Size"/> input columns of a row.</summary>
    /// <param name="Size">A power of two, at least 32: what kernels and serving engines can address.</param>
    public sealed record PerGroup(int Size) : Granularity
    {
        public int Size { get; } = Size >= 32 && int.IsPow2(Size)
            ? Size
            : throw new ArgumentOutOfRangeException(nameof(Size), Size, "A group size is a power of two and at least 32.");

        public override int ColumnsPerScale(int columns) => Size;

        public override string ToString() => $"groups of {Size}";
    }

    /// <summary>Columns that share a scale in a weight of <paramref name="columns"/> inputs; it must divide them.</summary>
    public abstract int ColumnsPerScale(int columns);
}
