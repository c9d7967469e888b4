using System.Collections.Concurrent;

namespace ModelGate.Testing;

/// <summary>The system's clock, but every timer waits until <see cref="Spend"/> lets all of them end.</summary>
public sealed class SpendableTime : TimeProvider
{
    private readonly ConcurrentQueue<Action> waiting = [];

    public void Spend()
    {
        while (waiting.TryDequeue(out Action? end)) end();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != Timeout.InfiniteTimeSpan) waiting.Enqueue(() => callback(state));
        return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
