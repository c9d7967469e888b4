using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy;

/// <summary>Which documents of a task are evaluated. Few-shot examples do not depend on it: each document keeps its own.</summary>
public abstract record DocumentSelection
{
    private DocumentSelection()
    {
    }

    /// <summary>Positions of the chosen documents, ascending.</summary>
    public abstract IReadOnlyList<int> Choose(int documents);

    public sealed record All : DocumentSelection
    {
        public override IReadOnlyList<int> Choose(int documents) => [.. Enumerable.Range(0, documents)];
    }

    /// <summary><c>--limit</c>: the first ones, as the harness. Such a result is marked, since it cannot pass a gate.</summary>
    public sealed record Prefix(int Count) : DocumentSelection
    {
        public override IReadOnlyList<int> Choose(int documents) => [.. Enumerable.Range(0, Math.Min(Count, documents))];
    }

    /// <summary><c>sample: N</c>: a seeded random sample without replacement; one stratum of <see cref="SampleAllocation"/>.</summary>
    public sealed record Sample(int Count, long Seed) : DocumentSelection
    {
        public override IReadOnlyList<int> Choose(int documents)
        {
            int[] chosen = new PythonRandom(Seed).Sample(documents, Math.Min(Count, documents));
            Array.Sort(chosen);
            return chosen;
        }
    }

    /// <summary>Every <paramref name="Count"/>th document from <paramref name="Index"/> (from 0) on, of an <paramref name="Inner"/> selection.</summary>
    public sealed record Shard(int Index, int Count, DocumentSelection Inner) : DocumentSelection
    {
        public override IReadOnlyList<int> Choose(int documents) =>
            [.. Inner.Choose(documents).Where((_, position) => position % Count == Index)];
    }
}

/// <summary>Divides a sample among the tasks of an entry.</summary>
public static class SampleAllocation
{
    /// <summary>
    /// Proportional to the tasks' sizes by largest remainder, ties to the earlier task; every task that has documents gets at least one while
    /// the sample has enough.
    /// </summary>
    /// <returns>Documents of each task, summing to the sample or to all documents where that is less.</returns>
    public static int[] Allocate(IReadOnlyList<int> sizes, int sample)
    {
        long total = sizes.Sum(size => (long)size);
        if (sample >= total) return [.. sizes];
        bool oneEach = sample >= sizes.Count(size => size > 0);
        int[] allocated = [.. sizes.Select(size => oneEach && size > 0 ? 1 : 0)];
        int free = sample - allocated.Sum();
        long freeTotal = total - allocated.Sum();
        if (free == 0) return allocated;

        (int Task, long Remainder)[] remainders = new (int, long)[sizes.Count];
        int given = 0;
        for (int i = 0; i < sizes.Count; i++)
        {
            long share = (long)free * (sizes[i] - allocated[i]);
            remainders[i] = (i, share % freeTotal);
            int whole = (int)(share / freeTotal);
            allocated[i] += whole;
            given += whole;
        }

        foreach ((int task, _) in remainders.OrderByDescending(r => r.Remainder).ThenBy(r => r.Task).Take(free - given)) allocated[task]++;
        return allocated;
    }
}
