namespace ModelGate.Gate.Runs;

/// <summary>Ends measuring when a run's time is up. What was finished by then is in the work folder, and is decided.</summary>
internal sealed class TimeBudget : IDisposable
{
    private readonly CancellationToken stop;
    private readonly CancellationTokenSource spent;
    private readonly CancellationTokenSource either;

    /// <param name="budget">From now; null has no limit.</param>
    /// <param name="stop">The user's wish to end, which is not the budget's.</param>
    public TimeBudget(TimeSpan? budget, TimeProvider clock, CancellationToken stop)
    {
        this.stop = stop;
        spent = budget is { } limit ? new CancellationTokenSource(limit, clock) : new CancellationTokenSource();
        either = CancellationTokenSource.CreateLinkedTokenSource(stop, spent.Token);
    }

    /// <summary>Cancelled by either.</summary>
    public CancellationToken Token => either.Token;

    /// <returns>False where the time was up before the work was done.</returns>
    /// <exception cref="OperationCanceledException">The user stopped it.</exception>
    public bool Allows(Action work)
    {
        if (spent.IsCancellationRequested) return false;
        try
        {
            work();
            return true;
        }
        catch (OperationCanceledException) when (spent.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose()
    {
        either.Dispose();
        spent.Dispose();
    }
}
