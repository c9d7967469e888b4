namespace ModelGate.Models.Architectures;

/// <summary>Consecutive rows of a chunk that belong to one sequence.</summary>
/// <param name="FirstRow">In the chunk.</param>
/// <param name="Start">Position of the first row in its sequence.</param>
internal readonly record struct ChunkSegment(KvSequence Sequence, int FirstRow, int Rows, int Start)
{
    /// <summary>Cuts new tokens of several sequences, one after another, into chunks.</summary>
    /// <param name="lengths">New tokens of each sequence.</param>
    /// <returns>For each chunk its parts: (sequence index, first new token, count).</returns>
    public static IEnumerable<IReadOnlyList<(int Index, int First, int Count)>> Cut(IEnumerable<int> lengths, int maxRows)
    {
        var chunk = new List<(int, int, int)>();
        int rows = 0;
        foreach ((int index, int length) in lengths.Index())
        {
            for (int first = 0; first < length;)
            {
                int count = Math.Min(length - first, maxRows - rows);
                chunk.Add((index, first, count));
                first += count;
                if ((rows += count) < maxRows) continue;
                yield return chunk;
                (chunk, rows) = ([], 0);
            }
        }

        if (rows > 0) yield return chunk;
    }
}
