namespace ModelGate.GitHub.Api;

/// <summary>One write after the other with a pause between, as GitHub asks of those who do not want its secondary limits.</summary>
internal sealed class WritePace(TimeProvider clock, TimeSpan pause) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    public async Task<T> TakeTurnAsync<T>(Func<Task<T>> write, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            TimeSpan wait = _next - clock.GetUtcNow();
            if (wait > TimeSpan.Zero) await Task.Delay(wait, clock, cancel).ConfigureAwait(false);
            try
            {
                return await write().ConfigureAwait(false);
            }
            finally
            {
                _next = clock.GetUtcNow() + pause;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
