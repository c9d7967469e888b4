using ModelGate.Models.Engines;
using ModelGate.Models.Tokenizers;
using ModelGate.Testing;

namespace ModelGate.Measurement.Tests.Accuracy.Evaluation;

/// <summary>Answers from functions of the request, so that scores can be computed by hand; counts its calls.</summary>
internal sealed class ScriptedEngine : IInferenceEngine
{
    public Func<ContinuationRequest, ContinuationScore> Score { get; init; } = _ => throw new NotSupportedException();

    public Func<GenerationRequest, Generation> Answer { get; init; } = _ => throw new NotSupportedException();

    /// <summary>Logits of a position, from the tokens up to it.</summary>
    public Func<int[], float[]> Logits { get; init; } = _ => throw new NotSupportedException();

    public int Calls { get; private set; }

    public EngineIdentity Identity { get; } = new("scripted", "1", "fp32", "test", true);

    public Tokenizer Tokenizer { get; } = Tokenizer.Load(Repository.DemoModel);

    public int ContextLength { get; init; } = 128;

    public IReadOnlySet<int> EndOfSequenceIds { get; } = new HashSet<int>();

    public PrefixReuse PrefixReuse => default;

    public IReadOnlyList<ContinuationScore> LogLikelihood(
        IReadOnlyList<ContinuationRequest> requests, IProgress<int>? finished = null, CancellationToken cancel = default)
    {
        Calls++;
        cancel.ThrowIfCancellationRequested();
        finished?.Report(requests.Count);
        return [.. requests.Select(Score)];
    }

    public IReadOnlyList<Generation> Generate(
        IReadOnlyList<GenerationRequest> requests, IProgress<int>? finished = null, CancellationToken cancel = default)
    {
        Calls++;
        finished?.Report(requests.Count);
        return [.. requests.Select(Answer)];
    }

    public void VisitLogits(ReadOnlySpan<int> tokens, LogitsVisitor visit)
    {
        int[] all = tokens.ToArray();
        for (int i = 0; i < all.Length; i++) visit(i, Logits(all[..(i + 1)]));
    }

    public void Dispose()
    {
    }
}
