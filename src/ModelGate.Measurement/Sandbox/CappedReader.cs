using System.Runtime.InteropServices;
using System.Text;

namespace ModelGate.Measurement.Sandbox;

/// <summary>Counts what was printed; above the limit nothing more is kept and the alarm is raised.</summary>
internal sealed class OutputBudget(long limit, CancellationTokenSource alarm)
{
    private long _taken;

    public bool Take(int count)
    {
        if (Interlocked.Add(ref _taken, count) <= limit) return true;
        alarm.Cancel();
        return false;
    }
}

/// <summary>Reads a stream to its end as it comes, so that the writer never waits, and keeps what the budget allows.</summary>
internal sealed class CappedReader
{
    private readonly List<byte> _kept = [];

    public CappedReader(Stream stream, OutputBudget budget) => Finished = ReadAsync(stream, budget);

    public Task Finished { get; }

    /// <summary>What came so far.</summary>
    public string Text
    {
        get
        {
            lock (_kept) return Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(_kept));
        }
    }

    private async Task ReadAsync(Stream stream, OutputBudget budget)
    {
        byte[] buffer = new byte[16 * 1024];
        int count;
        while ((count = await stream.ReadAsync(buffer).ConfigureAwait(false)) > 0)
        {
            if (!budget.Take(count)) continue;
            lock (_kept) _kept.AddRange(buffer.AsSpan(0, count));
        }
    }
}
