namespace ModelGate.Gate.Runs;

/// <summary>Seconds of a run by kind of step.</summary>
internal sealed class StepTimes(TimeProvider clock)
{
    private readonly Dictionary<string, double> seconds = [];

    public IReadOnlyDictionary<string, double> Seconds => seconds;

    public T Of<T>(string step, Func<T> work)
    {
        long start = clock.GetTimestamp();
        T result = work();
        seconds[step] = seconds.GetValueOrDefault(step) + clock.GetElapsedTime(start).TotalSeconds;
        return result;
    }

    public void Of(string step, Action work) => Of<object?>(step, () =>
    {
        work();
        return null;
    });
}
