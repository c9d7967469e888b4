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

    /// <summary>
    /// Every <paramref name="Count"/>th document from <paramref name="Index"/> (from 0) on, of an <paramref name="Inner"/> selection.
    /// </summary>
    public sealed record Shard(int Index, int Count, DocumentSelection Inner) : DocumentSelection
    {
        public override IReadOnlyList<int> Choose(int documents) =>
            [.. Inner.Choose(documents).Where((_, position) => position % Count == Index)];
    }
}
