using ModelGate.Models.Architectures;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Tokenizers;
using ModelGate.Numerics;

namespace ModelGate.Models.Engines.Cpu;

/// <summary>
/// Continuous batching: each step feeds one token of every decoding job and as many prompt tokens as the budget leaves; jobs come and go
/// between steps. A job is admitted when the cache can hold it to its end, so none is ever interrupted.
/// </summary>
/// <remarks>What a job generates does not depend on the jobs beside it. Not thread-safe: whoever calls <see cref="Step"/> also
/// submits.</remarks>
public sealed class GenerationScheduler(
    LlamaDecoder decoder, KvCache cache, WorkerPool pool, Tokenizer tokenizer, IReadOnlySet<int> endOfSequence, int contextLength,
    TimeProvider clock, SchedulerLimits limits) : IDisposable
{
    private readonly LinkedList<GenerationJob> waiting = [];
    private readonly List<GenerationJob> active = [];
    private readonly PromptPrefixes prefixes = new();

    /// <summary>Prompt tokens that were submitted and admitted, and those computed; generated tokens do not count.</summary>
    public PrefixReuse Reuse { get; private set; }

    public bool HasWork => waiting.Count + active.Count > 0;

    /// <exception cref="ArgumentException">No prompt, or a limit below 1.</exception>
    /// <exception cref="DiagnosticException">QG0804: the cache cannot hold prompt and answer.</exception>
    public GenerationJob Submit(GenerationRequest request)
    {
        var job = new GenerationJob(request, tokenizer, endOfSequence, contextLength);
        CacheRoom.Demand(decoder, cache, job.PositionsAtMost);
        waiting.AddLast(job);
        return job;
    }

    /// <summary>Takes a job out, finished or not; its result stays null if it had none.</summary>
    public void Withdraw(GenerationJob job)
    {
        if (!waiting.Remove(job)) active.Remove(job);
        job.Release();
    }

    /// <summary>One pass through the model.</summary>
    /// <returns>Jobs that finished in it.</returns>
    /// <exception cref="OperationCanceledException">Jobs are then in no usable state: dispose the scheduler.</exception>
    public IReadOnlyList<GenerationJob> Step(CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        Admit();
        if (active.Count == 0) return [];
        long now = clock.GetTimestamp();
        var batch = new ForwardBatch();
        var jobs = new List<GenerationJob>(active.Count);
        foreach (GenerationJob job in active.Where(job => job.IsDecoding)) Feed(job, 1);
        foreach (GenerationJob job in active.Where(job => !job.IsDecoding))
        {
            int room = limits.TokensPerStep - batch.TokenCount;
            // A step full of decoding jobs still moves a prompt on, else it could wait for all of them to end.
            if (room <= 0 && jobs.Any(other => !other.IsDecoding)) break;
            Feed(job, Math.Max(room, limits.LeastPromptTokens));
        }

        var chosen = new int?[jobs.Count];
        decoder.Forward(batch, cache, pool, block => pool.Run(block.Count, (row, _) =>
        {
            int item = block.Origin(row).Item;
            chosen[item] = jobs[item].Choose(block.Logits(row));
        }), cancel);
        return Accept(jobs, chosen);

        void Feed(GenerationJob job, int most)
        {
            ReadOnlyMemory<int> pending = job.Pending;
            int count = Math.Min(pending.Length, most);
            job.Start(now);
            if (!job.IsDecoding) Reuse += new PrefixReuse(0, count);
            batch.Add(job.Sequence!, pending[..count], count == pending.Length ? count - 1 : count);
            jobs.Add(job);
        }
    }

    public void Dispose()
    {
        foreach (GenerationJob job in active) job.Release();
        active.Clear();
        waiting.Clear();
    }

    private List<GenerationJob> Accept(List<GenerationJob> jobs, int?[] chosen)
    {
        long now = clock.GetTimestamp();
        var finished = new List<GenerationJob>();
        for (int i = 0; i < jobs.Count; i++)
        {
            jobs[i].OfferPrefix();
            if (chosen[i] is not { } token) continue;
            jobs[i].Accept(token, now);
            if (jobs[i].Result is not null) finished.Add(jobs[i]);
        }

        active.RemoveAll(job => job.Result is not null);
        return finished;
    }

    private void Admit()
    {
        int promised = active.Sum(job => job.BlocksAtMost - job.Sequence!.Blocks.Count);
        LinkedListNode<GenerationJob>? next;
        for (LinkedListNode<GenerationJob>? node = waiting.First; node is not null && active.Count < limits.Sequences; node = next)
        {
            next = node.Next;
            GenerationJob job = node.Value;
            // Counted without sharing: a little late is better than a job that cannot go on.
            if (promised + job.BlocksAtMost > cache.FreeBlocks) break;
            if (prefixes.Enter(job.Prompt) is not { } lease) continue;
            job.Admit(cache, lease);
            promised += job.BlocksAtMost - lease.SharedBlocks.Count;
            Reuse += new PrefixReuse(job.Prompt.Length, 0);
            active.Add(job);
            waiting.Remove(node);
        }
    }
}

/// <summary>How much goes through the model at once; a matter of speed and memory, never of results.</summary>
/// <param name="Sequences">Most jobs in progress.</param>
/// <param name="TokensPerStep">Most tokens in one pass, decoding and prompts together.</param>
/// <param name="LeastPromptTokens">Prompt tokens that a step computes at least where a prompt waits.</param>
public sealed record SchedulerLimits(int Sequences = 64, int TokensPerStep = 512, int LeastPromptTokens = 64);
