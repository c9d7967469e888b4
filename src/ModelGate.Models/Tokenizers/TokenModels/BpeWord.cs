namespace ModelGate.Models.Tokenizers.TokenModels;

/// <summary>
/// The symbols of one piece as a linked list, merged lowest rank first and leftmost first among equals. A queue keeps the candidates,
/// so a piece of n symbols takes O(n log n), which SentencePiece-style texts without a pre-tokenizer need. Not thread-safe.
/// </summary>
internal sealed class BpeWord
{
    private readonly PriorityQueue<(int Position, int Id), long> _queue = new();
    private Symbol[] _symbols = new Symbol[64];
    private int _count;

    /// <param name="Id">−1 once merged into its left neighbour.</param>
    private record struct Symbol(int Id, int Previous, int Next);

    public void Clear() => _count = 0;

    public void Add(int id)
    {
        if (_count == _symbols.Length) Array.Resize(ref _symbols, _count * 2);
        _symbols[_count] = new Symbol(id, _count - 1, _count + 1);
        _count++;
    }

    public void Merge(MergeTable merges, List<int> ids)
    {
        for (int i = 0; i + 1 < _count; i++) Offer(merges, i, i + 1);
        while (_queue.TryDequeue(out (int Position, int Id) candidate, out _))
        {
            ref Symbol left = ref _symbols[candidate.Position];
            if (left.Id < 0 || left.Next >= _count) continue;
            ref Symbol right = ref _symbols[left.Next];

            // The neighbours may have changed since the candidate was queued.
            if (!merges.TryFind(left.Id, right.Id, out Merge merge) || merge.Id != candidate.Id) continue;
            left.Id = merge.Id;
            left.Next = right.Next;
            right.Id = -1;
            if (left.Next < _count) _symbols[left.Next].Previous = candidate.Position;
            if (left.Previous >= 0) Offer(merges, left.Previous, candidate.Position);
            if (left.Next < _count) Offer(merges, candidate.Position, left.Next);
        }

        for (int i = 0; i < _count; i = _symbols[i].Next) ids.Add(_symbols[i].Id);
    }

    private void Offer(MergeTable merges, int left, int right)
    {
        if (merges.TryFind(_symbols[left].Id, _symbols[right].Id, out Merge merge))
        {
            _queue.Enqueue((left, merge.Id), (long)merge.Rank << 32 | (uint)left);
        }
    }
}
