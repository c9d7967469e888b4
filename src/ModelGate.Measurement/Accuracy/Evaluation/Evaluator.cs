using ModelGate.Measurement.Accuracy.Prompts;
using ModelGate.Measurement.Accuracy.Requests;
using ModelGate.Models.Engines;

namespace ModelGate.Measurement.Accuracy.Evaluation;

/// <param name="Finished">Requests answered, those taken from a journal included.</param>
/// <param name="Requests">All of the task.</param>
public readonly record struct EvaluationProgress(string Task, int Finished, int Requests);

/// <summary>
/// Asks a model a task's questions and scores the answers. The engine gets many documents in one call, so that it computes a shared prefix
/// once; its results do not depend on how they are grouped.
/// </summary>
public sealed class Evaluator(IInferenceEngine engine)
{
    /// <summary>
    /// Documents in one call to the engine: enough to share prefixes and fill batches, few enough to lose little when killed.
    /// </summary>
    private const int ChunkDocuments = 256;

    /// <summary>The result where a journal has every chunk, else null; no model is asked.</summary>
    public static TaskResult? FromJournal(PreparedTask task, IEvaluationJournal journal)
    {
        List<DocumentResponse> responses = [];
        for (int first = 0; first < task.Prompts.Count; first += ChunkDocuments)
        {
            int count = Math.Min(ChunkDocuments, task.Prompts.Count - first);
            if (journal.Find(new(task.Task.Name, task.AskedFingerprint, first, count)) is { } answered)
            {
                responses.AddRange(answered);
                continue;
            }

            DocumentResponse[] scattered =
            [
                .. task.Prompts.Skip(first).Take(count)
                    .Select(prompt => journal.FindDocument(prompt.Document.Id)).OfType<DocumentResponse>(),
            ];
            if (scattered.Length < count) return null;
            responses.AddRange(scattered);
        }

        return TaskScorer.Score(task, responses);
    }

    /// <param name="journal">Gives what an earlier run finished and takes what this one finishes.</param>
    public TaskResult Evaluate(
        PreparedTask task,
        IEvaluationJournal? journal = null,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancel = default)
    {
        RequestEncoder encoder = new(engine.Tokenizer, task.Task.Gating.AddBeginOfSequence);
        List<DocumentResponse> responses = [];
        int finished = 0;
        for (int first = 0; first < task.Prompts.Count; first += ChunkDocuments)
        {
            cancel.ThrowIfCancellationRequested();
            DocumentPrompt[] prompts = [.. task.Prompts.Skip(first).Take(ChunkDocuments)];
            EvaluationChunk chunk = new(task.Task.Name, task.AskedFingerprint, first, prompts.Length);
            IReadOnlyList<DocumentResponse>? answered = journal?.Find(chunk);
            if (answered is null)
            {
                int before = finished;
                Progress reporter = new(done => progress?.Report(new(task.Task.Name, before + done, task.RequestCount)));
                answered = AskMissing(task, prompts, encoder, journal, reporter, cancel);
                journal?.Record(chunk, answered);
            }

            responses.AddRange(answered);
            finished += prompts.Sum(prompt => prompt.Requests.Count) * task.Task.Repeats;
            progress?.Report(new(task.Task.Name, finished, task.RequestCount));
        }

        return TaskScorer.Score(task, responses, cancel);
    }

    /// <summary>Responses of some documents, in the order of <paramref name="positions"/>, without scoring them.</summary>
    /// <param name="positions">Among the task's prompts.</param>
    public IReadOnlyList<DocumentResponse> Ask(
        PreparedTask task, IReadOnlyList<int> positions, IEvaluationJournal journal, CancellationToken cancel = default)
    {
        RequestEncoder encoder = new(engine.Tokenizer, task.Task.Gating.AddBeginOfSequence);
        int[] missing = [.. positions.Where(position => journal.FindDocument(task.Prompts[position].Document.Id) is null)];
        foreach (int[] chunk in missing.Chunk(ChunkDocuments))
        {
            cancel.ThrowIfCancellationRequested();
            DocumentPrompt[] prompts = [.. chunk.Select(position => task.Prompts[position])];
            journal.RecordDocuments(Ask(task, prompts, encoder, new Progress(_ => { }), cancel));
        }

        return [.. positions.Select(position => journal.FindDocument(task.Prompts[position].Document.Id)!)];
    }

    private IReadOnlyList<DocumentResponse> AskMissing(
        PreparedTask task, DocumentPrompt[] prompts, RequestEncoder encoder, IEvaluationJournal? journal, IProgress<int> finished,
        CancellationToken cancel)
    {
        DocumentPrompt[] missing = [.. prompts.Where(prompt => journal?.FindDocument(prompt.Document.Id) is null)];
        if (missing.Length == prompts.Length) return Ask(task, prompts, encoder, finished, cancel);
        Queue<DocumentResponse> asked = new(missing.Length > 0 ? Ask(task, missing, encoder, finished, cancel) : []);
        return [.. prompts.Select(prompt => journal!.FindDocument(prompt.Document.Id) ?? asked.Dequeue())];
    }

    private IReadOnlyList<DocumentResponse> Ask(
        PreparedTask task, DocumentPrompt[] prompts, RequestEncoder encoder, IProgress<int> finished, CancellationToken cancel) =>
        task.Task.Output == OutputType.GenerateUntil
            ? Generate(task, prompts, encoder, finished, cancel)
            : ScoreContinuations(task, prompts, encoder, finished, cancel);

    private DocumentResponse[] ScoreContinuations(
        PreparedTask task, DocumentPrompt[] prompts, RequestEncoder encoder, IProgress<int> finished, CancellationToken cancel)
    {
        bool rolling = task.Task.Output == OutputType.RollingLogLikelihood;
        ContextLimit limit = new(task.Task.Gating.ContextLength);
        List<ContinuationRequest> requests = [];
        Dictionary<int, int> cuts = [];
        List<IReadOnlyList<Range>> parts = [];
        foreach (DocumentPrompt prompt in prompts)
        {
            List<Range> ranges = [];
            foreach (TextRequest request in prompt.Requests)
            {
                int start = requests.Count;
                if (rolling) requests.AddRange(encoder.Rolling(request.Context, engine.ContextLength));
                else if (encoder.Pair(request.Context, request.Continuation!) is { } pair)
                {
                    requests.Add(limit.Pair(pair, out int cut));
                    if (cut > 0) cuts.Add(start, cut);
                }

                ranges.Add(start..requests.Count);
            }

            parts.Add(ranges);
        }

        IReadOnlyList<ContinuationScore> scores = engine.LogLikelihood(requests, finished, cancel);
        return [.. prompts.Select((prompt, i) => new DocumentResponse(
            prompt.Document.Id, [.. parts[i].Select(range => Sum(scores, range, cuts.GetValueOrDefault(range.Start.Value)))]))];
    }

    /// <summary>A text's windows together; no window at all is a certain, empty continuation.</summary>
    private static ModelResponse.Likelihood Sum(IReadOnlyList<ContinuationScore> scores, Range range, int cut)
    {
        (double value, bool greedy, int tokens, int truncated) = (0, true, 0, cut);
        for (int i = range.Start.Value; i < range.End.Value; i++)
        {
            value += scores[i].LogLikelihood;
            greedy &= scores[i].IsGreedy;
            tokens += scores[i].TokenLogLikelihoods.Length;
            truncated += scores[i].TruncatedTokens;
        }

        return new(value, greedy, tokens, truncated);
    }

    private DocumentResponse[] Generate(
        PreparedTask task, DocumentPrompt[] prompts, RequestEncoder encoder, IProgress<int> finished, CancellationToken cancel)
    {
        GenerationSettings settings = task.Task.Generation;
        IReadOnlyList<string> stop = [.. (settings.Until ?? [task.Task.FewshotDelimiter]).Where(text => text.Length > 0)];
        int repeats = task.Task.Repeats;
        ContextLimit limit = new(task.Task.Gating.ContextLength);
        List<int> cuts = [];
        List<GenerationRequest> requests = [];
        foreach (DocumentPrompt prompt in prompts)
        {
            int[] whole = encoder.Encode(prompt.Requests[0].Context);
            int most = task.Task.Gating.KeepsPrompt ? limit.Answer(whole, settings.MaxTokens, engine.ContextLength) : settings.MaxTokens;
            int[] tokens = limit.Prompt(whole, most, out int cut);
            cuts.Add(cut);
            for (int repeat = 0; repeat < repeats; repeat++)
            {
                Sampling? sampling = settings.IsGreedy
                    ? null
                    : new(settings.Temperature, settings.TopP, SeedOf(task.Options.Seed, prompt.Document.Id, repeat), settings.TopK);
                requests.Add(new(tokens, most, stop, sampling));
            }
        }

        IReadOnlyList<Generation> answers = engine.Generate(requests, finished, cancel);
        return [.. prompts.Select((prompt, i) => new DocumentResponse(
            prompt.Document.Id, [.. answers.Skip(i * repeats).Take(repeats).Select(answer => AsResponse(answer, cuts[i]))]))];
    }

    private static ModelResponse.Answer AsResponse(Generation answer, int cut) =>
        new(answer.Text, answer.Tokens.Length, answer.Finish == FinishReason.Length, answer.TruncatedTokens + cut);

    /// <summary>A seed of its own for each answer, whatever else is evaluated (the SplitMix64 finaliser, Steele et al. 2014).</summary>
    private static ulong SeedOf(ulong seed, int documentId, int repeat)
    {
        ulong z = seed + (0x9e3779b97f4a7c15UL * (((ulong)documentId << 20) + (ulong)repeat + 1));
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9UL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebUL;
        return z ^ (z >> 31);
    }

    /// <summary>Reports on the caller's thread, in order; <see cref="Progress{T}"/> does not.</summary>
    private sealed class Progress(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}
