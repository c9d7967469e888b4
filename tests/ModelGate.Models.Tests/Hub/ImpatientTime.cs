namespace ModelGate.Models.Tests.Hub;

/// <summary>Waits shorter than the limit are over at once and are noted; longer ones never end.</summary>
internal sealed class ImpatientTime(TimeSpan limit) : TimeProvider
{
    private readonly Lock gate = new();

    public List<TimeSpan> Waits { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        bool over = dueTime < limit;
        if (over)
        {
            lock (gate) Waits.Add(dueTime);
        }

        return base.CreateTimer(callback, state, over ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
