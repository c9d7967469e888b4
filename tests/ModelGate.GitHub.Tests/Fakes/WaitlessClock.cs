using ModelGate.GitHub.Api;

namespace ModelGate.GitHub.Tests.Fakes;

/// <summary>
/// Time passes by being waited for: a wait is over at once and the clock stands at its end. Time-outs of requests alone run only when
/// <see cref="Advance"/> says so.
/// </summary>
/// <param name="patience">The due time by which a time-out is known.</param>
public sealed class WaitlessClock(TimeSpan patience) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _waits = [];
    private readonly List<WaitlessTimer> _timeouts = [];
    private DateTimeOffset _now = new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero);

    public WaitlessClock()
        : this(new GitHubClientOptions().Patience)
    {
    }

    /// <summary>In the order they were asked for.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_gate) return [.. _waits];
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    public void Advance(TimeSpan time)
    {
        WaitlessTimer[] due;
        lock (_gate)
        {
            _now += time;
            due = [.. _timeouts.Where(timer => timer.Due <= _now)];
            _timeouts.RemoveAll(timer => timer.Due <= _now);
        }

        foreach (WaitlessTimer timer in due) timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        WaitlessTimer timer = new(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private void Start(WaitlessTimer timer, TimeSpan dueTime)
    {
        lock (_gate)
        {
            _timeouts.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan) return;
            timer.Due = _now + dueTime;
            if (dueTime == patience)
            {
                _timeouts.Add(timer);
                return;
            }

            _waits.Add(dueTime);
            _now = timer.Due;
        }

        ThreadPool.QueueUserWorkItem(_ => timer.Fire());
    }

    private void Stop(WaitlessTimer timer)
    {
        lock (_gate) _timeouts.Remove(timer);
    }

    private sealed class WaitlessTimer(WaitlessClock clock, Action callback) : ITimer
    {
        private volatile bool _isStopped;

        public DateTimeOffset Due { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Start(this, dueTime);
            return true;
        }

        public void Fire()
        {
            if (!_isStopped) callback();
        }

        public void Dispose()
        {
            _isStopped = true;
            clock.Stop(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
