using ModelGate.Measurement.Statistics;

namespace ModelGate.Measurement.Performance;

/// <summary>
/// Seeded prompts of random tokens for timing. Prompts differ from their first free token on, so that no prefix cache makes one nearly
/// free; baseline and candidate get the same ones.
/// </summary>
/// <param name="vocabularySize">Ids are below it.</param>
/// <param name="reserved">Ids never drawn: ends of sequence and the like.</param>
/// <param name="beginId">Put first, where the model has one.</param>
public sealed class RandomPrompts(int vocabularySize, IReadOnlySet<int> reserved, int? beginId)
{
    private readonly int[] free = [.. Enumerable.Range(0, vocabularySize).Where(id => !reserved.Contains(id) && id != beginId)];

    /// <summary>Prompt number <paramref name="index"/> of a run; the same arguments give the same tokens.</summary>
    /// <param name="length">Tokens, the beginning token included; at least 2.</param>
    public int[] Draw(ulong seed, int index, int length)
    {
        if (free.Length == 0) throw new InvalidOperationException("Every token of the vocabulary is reserved.");
        int[] prompt = new int[length];
        SeededRandom random = new(seed ^ ((ulong)index << 32) ^ (ulong)length);
        int next = 0;
        if (beginId is { } begin) prompt[next++] = begin;

        // Consecutive indices give different first tokens until the vocabulary is used up.
        prompt[next++] = free[(int)(((ulong)index + new SeededRandom(seed).NextBits() % (ulong)free.Length) % (ulong)free.Length)];
        while (next < length) prompt[next++] = free[random.Next(free.Length)];
        return prompt;
    }
}
