using ModelGate.Models.Architectures;
using ModelGate.Models.Tokenizers;
using ModelGate.Numerics.Kernels;

namespace ModelGate.Models.Engines.Cpu;

/// <summary>One generation request on its way from prompt to answer.</summary>
public sealed class GenerationJob
{
    private readonly Tokenizer tokenizer;
    private readonly IReadOnlySet<int> endOfSequence;
    private readonly TokenSampler? sampler;
    private readonly StreamingDecoder decoder;
    private readonly StopStrings stops;
    private readonly List<int> tokens = [];
    private readonly List<long> tokenTimes = [];
    private readonly int truncated;
    private long? started;

    internal GenerationJob(GenerationRequest request, Tokenizer tokenizer, IReadOnlySet<int> endOfSequence, int contextLength)
    {
        if (request.Prompt.Length == 0) throw new ArgumentException("A prompt needs at least one token.", nameof(request));
        if (request.MaxTokens < 1) throw new ArgumentException($"MaxTokens is {request.MaxTokens}; at least 1 is needed.", nameof(request));
        (Request, this.tokenizer, this.endOfSequence) = (request, tokenizer, endOfSequence);
        truncated = Math.Max(0, request.Prompt.Length - Math.Max(1, contextLength - request.MaxTokens));
        Prompt = request.Prompt.AsMemory(truncated);
        // The last generated token is never fed back and so needs no position.
        MaxTokens = Math.Min(request.MaxTokens, contextLength - Prompt.Length + 1);
        sampler = request.Sampling is null ? null : new TokenSampler(request.Sampling);
        decoder = tokenizer.StartDecoding();
        stops = new StopStrings(request.Stop);
    }

    public GenerationRequest Request { get; }

    /// <summary>Null while tokens are still to come.</summary>
    public Generation? Result { get; private set; }

    /// <summary>The end of the request's prompt that leaves room for the answer.</summary>
    internal ReadOnlyMemory<int> Prompt { get; }

    /// <summary>The request's limit or what the context leaves.</summary>
    internal int MaxTokens { get; }

    /// <summary>Null before admission and after the end.</summary>
    internal KvSequence? Sequence { get; private set; }

    /// <summary>Cache blocks of all positions this job can reach.</summary>
    internal int BlocksAtMost => KvCache.BlocksFor(PositionsAtMost);

    internal int PositionsAtMost => Prompt.Length + MaxTokens - 1;

    /// <summary>The tokens to feed next: the prompt's rest, then the last generated token.</summary>
    internal ReadOnlyMemory<int> Pending =>
        Sequence!.Length < Prompt.Length ? Prompt[Sequence.Length..] : (int[])[tokens[^1]];

    internal bool IsDecoding => Sequence!.Length >= Prompt.Length;

    private PromptPrefixes.Lease? Lease { get; set; }

    internal void Admit(KvCache cache, PromptPrefixes.Lease lease)
    {
        Lease = lease;
        Sequence = cache.NewSequence(lease.SharedBlocks);
    }

    internal void Start(long timestamp) => started ??= timestamp;

    /// <summary>Lets other prompts share what of this one is computed.</summary>
    internal void OfferPrefix() => Lease!.Offer(Sequence!);

    /// <summary>Draws the next token from a row of logits, on any thread.</summary>
    internal int Choose(ReadOnlySpan<float> logits) => sampler?.Next(logits) ?? LogitsRow.ArgMax(logits);

    /// <summary>Takes the next token; <see cref="Result"/> then says whether it was the last.</summary>
    internal void Accept(int token, long timestamp)
    {
        if (!Request.IgnoreEndOfSequence && endOfSequence.Contains(token))
        {
            Finish(FinishReason.Stop);
            return;
        }

        tokens.Add(token);
        tokenTimes.Add(timestamp);
        if (stops.EndsIn(TextOf(token)) && !Request.IgnoreEndOfSequence) Finish(FinishReason.Stop);
        else if (tokens.Count == MaxTokens) Finish(FinishReason.Length);
    }

    internal void Release()
    {
        Lease?.Dispose();
        Sequence?.Dispose();
        (Lease, Sequence) = (null, null);
    }

    private void Finish(FinishReason reason)
    {
        string text = StopStrings.Cut(tokenizer.Decode([.. tokens.Where(HasText)]), Request.Stop);
        Result = new Generation([.. tokens], text, reason, started!.Value, [.. tokenTimes], truncated);
        Release();
    }

    /// <summary>A model's vocabulary can be padded beyond its tokenizer's; such ids have no text.</summary>
    private bool HasText(int token) => token < tokenizer.VocabularySize;

    private string TextOf(int token) => HasText(token) ? decoder.Push(token) : "";
}
