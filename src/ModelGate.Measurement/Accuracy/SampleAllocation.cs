namespace ModelGate.Measurement.Accuracy;

/// <summary>Divides a sample among the tasks of an entry.</summary>
public static class SampleAllocation
{
    /// <summary>
    /// Proportional to the tasks' sizes by largest remainder, ties to the earlier task; every task that has documents gets at least one
    /// while the sample has enough.
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
