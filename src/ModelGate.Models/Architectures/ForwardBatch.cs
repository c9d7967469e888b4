namespace ModelGate.Models.Architectures;

/// <summary>
/// New tokens of several sequences that go through the decoder together. What a row computes never depends on the rows beside it.
/// </summary>
public sealed class ForwardBatch
{
    private readonly List<Item> items = [];

    public IReadOnlyList<Item> Items => items;

    /// <summary>New tokens of all items.</summary>
    public int TokenCount { get; private set; }

    /// <summary>Adds tokens that follow what <paramref name="sequence"/> holds; the forward pass appends them to it.</summary>
    /// <param name="sequence">At most once in a batch.</param>
    /// <param name="firstOutput">Logits are computed for the tokens from this index on; the count of tokens for none.</param>
    public void Add(KvSequence sequence, ReadOnlyMemory<int> tokens, int firstOutput)
    {
        ArgumentOutOfRangeException.ThrowIfZero(tokens.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(firstOutput);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstOutput, tokens.Length);
        items.Add(new Item(sequence, tokens, firstOutput));
        TokenCount += tokens.Length;
    }

    public readonly record struct Item(KvSequence Sequence, ReadOnlyMemory<int> Tokens, int FirstOutput);
}

/// <summary>Which token a row of logits follows.</summary>
/// <param name="Item">Index in <see cref="ForwardBatch.Items"/>.</param>
/// <param name="Token">Index in the item's tokens.</param>
public readonly record struct RowOrigin(int Item, int Token);

/// <summary>FP32 logits of some rows, in the order of the batch. Valid during the call of its <see cref="LogitsHandler"/> only.</summary>
public readonly unsafe struct LogitsBlock(float* logits, int vocabularySize, ReadOnlyMemory<RowOrigin> origins)
{
    private readonly float* logits = logits;
    private readonly int vocabularySize = vocabularySize;
    private readonly ReadOnlyMemory<RowOrigin> origins = origins;

    public int Count => origins.Length;

    public RowOrigin Origin(int row) => origins.Span[row];

    /// <summary>(vocabulary) logits of one row.</summary>
    public ReadOnlySpan<float> Logits(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Count);
        return new ReadOnlySpan<float>(logits + ((nint)row * vocabularySize), vocabularySize);
    }
}

/// <summary>Receives all logits of a batch, block by block in the order of its rows, on the thread that runs the pass.</summary>
public delegate void LogitsHandler(LogitsBlock block);
