namespace ModelGate.Testing;

/// <summary>Waits shorter than the limit are over at once and are noted; longer ones never end.</summary>
public sealed class ImpatientTime(TimeSpan limit) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<TimeSpan> waits = [];

    /// <summary>In the order they were asked for.</summary>
    public IReadOnlyList<TimeSpan> Waits => waits;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        bool over = dueTime < limit;
        if (over)
        {
            lock (gate) waits.Add(dueTime);
        }

        return base.CreateTimer(callback, state, over ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
