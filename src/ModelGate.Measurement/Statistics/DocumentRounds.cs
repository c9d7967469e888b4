namespace ModelGate.Measurement.Statistics;

/// <summary>
/// A seeded random order of the documents of several strata, cut into rounds, each with every stratum's share of its documents.
/// </summary>
public sealed class DocumentRounds
{
    /// <summary>Fewest documents between two looks.</summary>
    public const int LeastDocuments = 64;

    /// <summary>Most looks, so that many small strata are still asked in useful batches.</summary>
    private const int MostRounds = 20;

    private readonly int[][][] rounds;

    /// <param name="sizes">Documents of each stratum; at least one document in all.</param>
    public DocumentRounds(IReadOnlyList<int> sizes, ulong seed)
    {
        int length = LengthOf(sizes.Sum());
        SeededRandom random = new(seed);
        List<(double Place, int Stratum, int Position)> order = [];
        for (int stratum = 0; stratum < sizes.Count; stratum++)
        {
            int[] shuffled = [.. Enumerable.Range(0, sizes[stratum])];
            for (int i = shuffled.Length - 1; i > 0; i--)
            {
                int other = random.Next(i + 1);
                (shuffled[i], shuffled[other]) = (shuffled[other], shuffled[i]);
            }

            // Spread evenly from a random start, so that every round has the stratum's share to within one document.
            double start = random.NextDouble();
            order.AddRange(shuffled.Select((position, rank) => ((rank + start) / shuffled.Length, stratum, position)));
        }

        rounds =
        [
            .. order.OrderBy(item => item.Place).ThenBy(item => item.Stratum).Chunk(length).Select(chunk => Enumerable.Range(0, sizes.Count)
                .Select(stratum => chunk.Where(item => item.Stratum == stratum).Select(item => item.Position).Order().ToArray()).ToArray()),
        ];
    }

    public int Count => rounds.Length;

    /// <summary>Documents in a round.</summary>
    /// <param name="documents">Of all strata.</param>
    public static int LengthOf(int documents) => Math.Max(LeastDocuments, (documents + MostRounds - 1) / MostRounds);

    /// <summary>Positions of a stratum's documents in a round, ascending; none where the stratum is smaller than its share.</summary>
    public IReadOnlyList<int> Of(int round, int stratum) => rounds[round][stratum];
}
