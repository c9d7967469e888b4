using ModelGate.Models.Architectures;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Engines;
using ModelGate.Models.Engines.Cpu;
using ModelGate.Models.Tests.Architectures;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Engines.Cpu;

public sealed class ContinuationScorerTests
{
    private const int ContextLength = 64;

    [Fact]
    public void Score_agrees_with_the_log_softmax_of_the_reference_decoder()
    {
        using var tiny = new TinyDecoder(TinyCheckpoint.Of(ModelArchitecture.Llama, seed: 21));
        ContinuationRequest[] requests = Requests(seed: 1, count: 6);
        ContinuationScore[] scores = Scorer(tiny).Score(requests, cancel: TestContext.Current.CancellationToken);

        foreach ((ContinuationRequest request, ContinuationScore score) in requests.Zip(scores))
        {
            double[][] logits = new ReferenceDecoder(tiny.Checkpoint).Logits([.. request.Context, .. request.Continuation]);
            double sum = 0;
            bool greedy = true;
            for (int i = 0; i < request.Continuation.Length; i++)
            {
                double[] row = logits[request.Context.Length - 1 + i];
                double expected = row[request.Continuation[i]] - Math.Log(row.Sum(Math.Exp));
                Assert.Equal(expected, score.TokenLogLikelihoods[i], 1e-5);
                sum += expected;
                greedy &= Array.IndexOf(row, row.Max()) == request.Continuation[i];
            }

            Assert.Equal(sum, score.LogLikelihood, 1e-4);
            Assert.Equal(greedy, score.IsGreedy);
        }
    }

    [Fact]
    public void Score_greedy_continuation_is_reported_as_such()
    {
        using var tiny = new TinyDecoder(TinyCheckpoint.Of(ModelArchitecture.Llama, seed: 22));
        int[] context = TinyDecoder.Tokens(5, seed: 2);
        float[] last = tiny.Logits(context)[^1];
        int best = Array.IndexOf(last, last.Max());
        ContinuationScore[] scores = Scorer(tiny).Score(
            [new(context, [best]), new(context, [(best + 1) % 96])], cancel: TestContext.Current.CancellationToken);

        Assert.Equal([true, false], scores.Select(score => score.IsGreedy));
    }

    [Fact]
    public void Score_with_or_without_sharing_batches_and_memory_gives_the_same_bits()
    {
        using var tiny = new TinyDecoder(TinyCheckpoint.Of(ModelArchitecture.Qwen3, seed: 23), ActivationPrecision.Bf16);
        ContinuationRequest[] requests = Requests(seed: 3, count: 60);
        ContinuationScorer alone = Scorer(tiny, share: false);
        ContinuationScore[] expected = alone.Score(requests, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(alone.Reuse.TokensRequested, alone.Reuse.TokensComputed);

        foreach ((int batchTokens, int cacheBlocks) in new[] { (2048, 1000), (64, 1000), (1, 1000), (2048, 16), (64, 6) })
        {
            using KvCache cache = tiny.Decoder.NewCache(0);
            using KvCache bounded = tiny.Decoder.NewCache(cacheBlocks * cache.BlockBytes);
            var scorer = new ContinuationScorer(tiny.Decoder, bounded, tiny.Pool, ContextLength, batchTokens);
            ContinuationScore[] scores = scorer.Score(requests, cancel: TestContext.Current.CancellationToken);

            Assert.Equal(expected.Select(score => score.LogLikelihood), scores.Select(score => score.LogLikelihood));
            Assert.Equal(expected.Select(score => score.TokenLogLikelihoods), scores.Select(score => score.TokenLogLikelihoods));
            Assert.Equal(expected.Select(score => score.IsGreedy), scores.Select(score => score.IsGreedy));
            Assert.Equal(0, bounded.UsedBlocks);
            Assert.Equal(alone.Reuse.TokensRequested, scorer.Reuse.TokensRequested);
        }
    }

    [Fact]
    public void Score_computes_what_requests_share_once()
    {
        using var tiny = new TinyDecoder(TinyCheckpoint.Of(ModelArchitecture.Llama, seed: 24));
        int[] fewShot = TinyDecoder.Tokens(20, seed: 4);
        int[][] questions = [[1, 2, 3], [4, 5, 6]];
        IEnumerable<ContinuationRequest> requests =
            from question in questions
            from choice in new[] { 10, 11, 12, 13 }
            select new ContinuationRequest([.. fewShot, .. question], [choice]);
        ContinuationScorer scorer = Scorer(tiny);
        scorer.Score([.. requests], cancel: TestContext.Current.CancellationToken);

        // Four single-token choices of a question need one pass over its context; both questions share the few-shot prefix.
        Assert.Equal(new PrefixReuse(8 * 23, 20 + 3 + 3), scorer.Reuse);
    }

    [Fact]
    public void Score_longer_than_the_context_cuts_from_the_left()
    {
        using var tiny = new TinyDecoder(TinyCheckpoint.Of(ModelArchitecture.Llama, seed: 25));
        int[] context = TinyDecoder.Tokens(ContextLength + 10, seed: 5);
        int[] continuation = [3, 4, 5];
        ContinuationScore[] scores = Scorer(tiny).Score(
            [new(context, continuation), new(context[12..], continuation)], cancel: TestContext.Current.CancellationToken);

        // Of 77 tokens the last 65 are kept, and the last of those is only predicted.
        Assert.Equal([12, 0], scores.Select(score => score.TruncatedTokens));
        Assert.Equal(scores[1].TokenLogLikelihoods, scores[0].TokenLogLikelihoods);
    }

    [Theory]
    [InlineData(1, ContextLength + 1)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Score_impossible_lengths_are_refused(int context, int continuation)
    {
        using var tiny = new TinyDecoder(TinyCheckpoint.Of(ModelArchitecture.Llama, seed: 25));
        Assert.Throws<ArgumentException>(() =>
            Scorer(tiny).Score([new(new int[context], new int[continuation])], cancel: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Score_cancelled_between_steps_releases_all_positions()
    {
        using var tiny = new TinyDecoder(TinyCheckpoint.Of(ModelArchitecture.Llama, seed: 26));
        using var cancel = new CancellationTokenSource();
        var progress = new CancelAt(cancel, 5);
        var scorer = new ContinuationScorer(tiny.Decoder, tiny.Cache, tiny.Pool, ContextLength, tokensPerBatch: 1);

        Assert.Throws<OperationCanceledException>(() => scorer.Score(Requests(seed: 6, count: 40), progress, cancel.Token));
        Assert.Equal(0, tiny.Cache.UsedBlocks);
        Assert.InRange(progress.Finished, 5, 39);
    }

    private static ContinuationScorer Scorer(TinyDecoder tiny, bool share = true) =>
        new(tiny.Decoder, tiny.Cache, tiny.Pool, ContextLength, tokensPerBatch: 256) { SharePrefixes = share };

    /// <summary>Contexts that branch from few stems, continuations of one to four tokens, duplicates among them.</summary>
    private static ContinuationRequest[] Requests(int seed, int count)
    {
        var random = new Random(seed);
        int[] stem = TinyDecoder.Tokens(40, seed);
        return
        [
            .. Enumerable.Range(0, count).Select(_ => new ContinuationRequest(
                [.. stem[..random.Next(1, 41)], .. TinyDecoder.Tokens(random.Next(3), random.Next(4))],
                TinyDecoder.Tokens(random.Next(1, 5), random.Next(4)))),
        ];
    }

    private sealed class CancelAt(CancellationTokenSource source, int count) : IProgress<int>
    {
        public int Finished { get; private set; }

        public void Report(int value)
        {
            Finished = value;
            if (value >= count) source.Cancel();
        }
    }
}
