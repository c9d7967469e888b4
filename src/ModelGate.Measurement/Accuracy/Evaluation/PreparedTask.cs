using System.Security.Cryptography;
using System.Text;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Judging;
using ModelGate.Measurement.Accuracy.Prompts;
using ModelGate.Measurement.Accuracy.Python;
using ModelGate.Models.Templates;

namespace ModelGate.Measurement.Accuracy.Evaluation;

/// <summary>A task with everything decided before the model runs: prompts of the chosen documents, bound filters and metrics.</summary>
public sealed class PreparedTask
{
    private readonly PromptAssembler _assembler;

    internal PreparedTask(
        TaskDefinition task,
        TaskOptions options,
        PromptAssembler assembler,
        IReadOnlyList<DocumentPrompt> prompts,
        int splitSize,
        IReadOnlyList<BoundChain> chains)
    {
        _assembler = assembler;
        Task = task;
        Options = options;
        Prompts = prompts;
        SplitSize = splitSize;
        Chains = chains;
        AskedFingerprint = ComputeAskedFingerprint();
        Fingerprint = ComputeFingerprint();
    }

    /// <summary>With the options written into it.</summary>
    public TaskDefinition Task { get; }

    public TaskOptions Options { get; }

    /// <summary>Of the chosen documents, in the split's order; at least one.</summary>
    public IReadOnlyList<DocumentPrompt> Prompts { get; }

    /// <summary>Documents in the whole split.</summary>
    public int SplitSize { get; }

    /// <summary>SHA-256 over the prompts, targets and settings: equal fingerprints give equal results.</summary>
    public string Fingerprint { get; }

    /// <summary>
    /// SHA-256 over what the model is asked and how: tasks with equal ones share its answers, whatever they compare them with.
    /// </summary>
    public string AskedFingerprint { get; }

    /// <summary>Requests to the engine, repeats counted.</summary>
    public int RequestCount => Prompts.Sum(prompt => prompt.Requests.Count) * Task.Repeats;

    /// <summary>What judging one model's answers will take; null where no judge is asked.</summary>
    public JudgingEstimate? JudgingEstimate => (
        from chain in Chains
        from metric in chain.Metrics
        where metric.Metric is PairwiseJudge
        let spec = Task.Metrics.First(spec => spec.Name == metric.Name)
        select ((PairwiseJudge)metric.Metric).Estimate(new(spec.Implementation), Prompts.Select(prompt => prompt.Document)))
        .FirstOrDefault();

    internal IReadOnlyList<BoundChain> Chains { get; }

    /// <summary>Every <paramref name="count"/>th prompt from <paramref name="index"/> (from 0) on; null where there is none.</summary>
    public PreparedTask? Shard(int index, int count)
    {
        DocumentPrompt[] own = [.. Prompts.Where((_, position) => position % count == index)];
        TaskOptions options = Options with { Selection = new DocumentSelection.Shard(index, count, Options.Selection) };
        return own.Length == 0 ? null : new(Task, options, _assembler, own, SplitSize, Chains);
    }

    /// <summary>Only some of the documents; the task that is asked stays the same.</summary>
    /// <param name="positions">Among <see cref="Prompts"/>, ascending, at least one.</param>
    public PreparedTask Only(IReadOnlyList<int> positions) =>
        new(Task, Options, _assembler, [.. positions.Select(position => Prompts[position])], SplitSize, Chains);

    /// <summary>
    /// For each document, the texts by which calibration data can give it away: <see cref="PromptAssembler.IdentifyingTexts"/>.
    /// </summary>
    public IEnumerable<IReadOnlyList<string>> IdentifyingTexts() => Prompts.Select(prompt => _assembler.IdentifyingTexts(prompt.Document));

    /// <summary>Of what the model is asked, whatever the answers are then compared with.</summary>
    private string ComputeAskedFingerprint() => Hashed(append =>
    {
        GenerationSettings generation = Task.Generation;
        append($"{Task.Output} {Task.Gating.AddBeginOfSequence} {Task.Repeats} {Options.Seed} {Task.FewshotDelimiter}");
        append($"{generation.MaxTokens} {generation.Temperature} {generation.TopP} {generation.TopK}");
        if (Task.Gating.ContextLength is { } context) append($"context {context}");
        if (Task.Gating.KeepsPrompt) append("keep-prompt");
        foreach (string stop in generation.Until ?? []) append(stop);
        foreach (DocumentPrompt prompt in Prompts)
        {
            append($"{prompt.Document.Id}");
            foreach (TextRequest request in prompt.Requests)
            {
                append(request.Context);
                append(request.Continuation ?? "");
            }
        }
    });

    private string ComputeFingerprint() => Hashed(append =>
    {
        append(AskedFingerprint);
        append(PythonJson.Dumps(Task.Configuration));
        foreach (DocumentPrompt prompt in Prompts) append(PythonRepr.Str(prompt.Target));
    });

    private static string Hashed(Action<Action<string>> write)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        write(Append);
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        // The length in front keeps neighbouring texts apart.
        void Append(string text)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
    }
}
