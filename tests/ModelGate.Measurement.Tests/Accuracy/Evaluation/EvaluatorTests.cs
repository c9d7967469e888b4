using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Accuracy.Prompts;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Engines;
using ModelGate.Testing;
using static ModelGate.Measurement.Tests.Accuracy.Prompts.TestTasks;

namespace ModelGate.Measurement.Tests.Accuracy.Evaluation;

public sealed class EvaluatorTests
{
    private static readonly TaskDefinition Choice =
        Task(OutputType.MultipleChoice, "Is it {{n}}?", Source("right"), new FieldSpec.Texts(["a", "bb"])) with
        {
            Metrics = [new(PartSpec.Of("acc")), new(PartSpec.Of("acc_norm"))],
        };

    private static readonly TaskDefinition Generating = Task(OutputType.GenerateUntil, "n {{n}}:", Source("{{n}}")) with
    {
        Metrics = [new(PartSpec.Of("exact_match"))],
    };

    /// <summary>Document n has its number and, as the right choice, its parity.</summary>
    private static DocumentSet Documents(int count) => new([.. Enumerable.Range(0, count).Select(i => new Document(
        i, new OrderedDictionary<string, object?> { ["n"] = (long)i, ["right"] = (long)(i % 2) }, new("d.jsonl", i + 1)))]);

    private static TaskPreparation Preparation(int documents) =>
        new(new FixedDocuments(Documents(documents)), TestCatalog.WithoutSandbox, null);

    private static PreparedTask Prepare(TaskDefinition task, int documents, TaskOptions? options = null) =>
        Preparation(documents).Prepare(task, options ?? new());

    /// <summary>Likes the longer continuation more, but not twice as much.</summary>
    private static ContinuationScore Longer(ContinuationRequest request) =>
        new(request.Continuation.Length == 1 ? -3 : -2, request.Continuation.Length > 1, new float[request.Continuation.Length], 0);

    [Fact]
    public void Evaluate_multiple_choice_scores_each_document()
    {
        ScriptedEngine engine = new() { Score = Longer };
        TaskResult result = new Evaluator(engine).Evaluate(Prepare(Choice, 5), cancel: TestContext.Current.CancellationToken);
        int length = engine.Tokenizer.Encode(" bb", false).Length;
        Assert.Equal(2, length);

        // The longer choice is taken always: right for the odd documents.
        Assert.Equal(["acc,none", "acc_norm,none"], result.Metrics.Select(metric => metric.Key));
        Assert.Equal([0, 1, 0, 1, 0], result.Metrics[0].Values.Select(value => value.Value));
        Assert.Equal(0.4, result.Metrics[0].Value);
        Assert.Equal(Math.Sqrt(0.4 * 0.6 / 4), result.Metrics[0].StandardError!.Value, 1e-15);
        Assert.Same(result.Metrics[0], result.Primary);
    }

    [Fact]
    public void Evaluate_many_documents_go_to_the_engine_in_few_calls_and_a_journal_saves_them()
    {
        PreparedTask task = Prepare(Choice, 600);
        MemoryJournal journal = new();
        ScriptedEngine first = new() { Score = Longer };
        List<EvaluationProgress> progress = [];
        TaskResult whole = new Evaluator(first).Evaluate(
            task, journal, new ListProgress(progress), TestContext.Current.CancellationToken);
        Assert.Equal(3, first.Calls);
        Assert.Equal(1200, progress[^1].Finished);
        Assert.Equal(progress.Select(step => step.Finished).Order(), progress.Select(step => step.Finished));

        journal.Forget(1);
        ScriptedEngine second = new() { Score = Longer };
        TaskResult resumed = new Evaluator(second).Evaluate(task, journal, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(1, second.Calls);
        Assert.Equal(whole.Metrics[0].Values, resumed.Metrics[0].Values);
    }

    [Theory]
    [InlineData(null, 128, 5, 123)]
    [InlineData(10, 128, 5, 5)]
    [InlineData(4, 128, 3, 1)]
    public void Evaluate_task_that_keeps_its_prompt_shortens_the_answer(int? taskLength, int modelLength, int prompt, int answer)
    {
        List<(int Prompt, int Most)> asked = [];
        ScriptedEngine engine = new()
        {
            ContextLength = modelLength,
            Answer = request =>
            {
                asked.Add((request.Prompt.Length, request.MaxTokens));
                return new([1], "", FinishReason.Stop, 0, [0], 0);
            },
        };
        TaskDefinition task = Generating with
        {
            Gating = new() { ContextLength = taskLength, KeepsPrompt = true }, Generation = new() { MaxTokens = 4096, Until = [] },
        };
        new Evaluator(engine).Evaluate(Prepare(task, 1), cancel: TestContext.Current.CancellationToken);
        Assert.Equal((prompt, answer), Assert.Single(asked));
        PreparedTask cut = Prepare(task with { Gating = task.Gating with { KeepsPrompt = false } }, 1);
        Assert.NotEqual(cut.Fingerprint, Prepare(task, 1).Fingerprint);
    }

    [Fact]
    public void Evaluate_context_length_of_a_task_cuts_prompts_and_counts_them()
    {
        List<int> lengths = [];
        ScriptedEngine engine = new()
        {
            Score = request =>
            {
                lengths.Add(request.Context.Length + request.Continuation.Length);
                return Longer(request);
            },
            Answer = request =>
            {
                lengths.Add(request.Prompt.Length);
                return new([1], "", FinishReason.Stop, 0, [0], 0);
            },
        };
        TaskGating short5 = new() { ContextLength = 5 };
        TaskDefinition generating = Generating with { Gating = short5, Generation = new() { MaxTokens = 2, Until = [] } };
        TaskResult answers = new Evaluator(engine).Evaluate(Prepare(generating, 4), cancel: TestContext.Current.CancellationToken);
        Assert.Equal([3, 3, 3, 3], lengths);
        Assert.Equal(4, answers.TruncatedDocuments);
        lengths.Clear();
        TaskDefinition choosing = Choice with { Gating = new() { ContextLength = 3 } };
        TaskResult choices = new Evaluator(engine).Evaluate(Prepare(choosing, 2), cancel: TestContext.Current.CancellationToken);
        Assert.Equal([3, 3, 3, 3], lengths);
        Assert.Equal(2, choices.TruncatedDocuments);
        Assert.NotEqual(Prepare(Choice, 2).Fingerprint, Prepare(choosing, 2).Fingerprint);
    }

    [Fact]
    public void Evaluate_cancelled_keeps_what_is_finished()
    {
        using CancellationTokenSource source = new();
        MemoryJournal journal = new();
        ScriptedEngine engine = new()
        {
            Score = request =>
            {
                if (journal.Count == 1) source.Cancel();
                return Longer(request);
            },
        };
        Assert.Throws<OperationCanceledException>(() => new Evaluator(engine).Evaluate(Prepare(Choice, 600), journal, null, source.Token));
        Assert.InRange(journal.Count, 1, 2);
    }

    [Fact]
    public void Evaluate_generation_keeps_texts_tokens_and_limits()
    {
        ScriptedEngine engine = new()
        {
            Answer = request => new([1, 2, 3], "2", request.MaxTokens == 7 ? FinishReason.Length : FinishReason.Stop, 0, [], 1),
        };
        TaskDefinition task = Generating with { Generation = new() { MaxTokens = 7, Until = ["x"] } };
        TaskResult result = new Evaluator(engine).Evaluate(Prepare(task, 4), cancel: TestContext.Current.CancellationToken);
        Assert.Equal([0, 0, 1, 0], result.Primary!.Values.Select(value => value.Value));
        Assert.Equal((12, 4, 4), (result.GeneratedTokens, result.AnswersAtLimit, result.TruncatedDocuments));
    }

    [Fact]
    public void Evaluate_missing_until_is_the_fewshot_delimiter_and_empty_strings_are_left_out()
    {
        List<GenerationRequest> asked = [];
        ScriptedEngine engine = new()
        {
            Answer = request =>
            {
                asked.Add(request);
                return new([], "", FinishReason.Stop, 0, [], 0);
            },
        };
        new Evaluator(engine).Evaluate(Prepare(Generating, 1), cancel: TestContext.Current.CancellationToken);
        new Evaluator(engine).Evaluate(
            Prepare(Generating with { Generation = new() { Until = ["", "y"] } }, 1), cancel: TestContext.Current.CancellationToken);
        Assert.Equal(["\n\n"], asked[0].Stop);
        Assert.Equal(["y"], asked[1].Stop);
        Assert.Null(asked[0].Sampling);
    }

    [Fact]
    public void Evaluate_sampled_answers_have_their_own_seeds_whatever_else_is_evaluated()
    {
        Dictionary<string, List<ulong>> seeds = [];
        ScriptedEngine engine = new()
        {
            Answer = request =>
            {
                string prompt = string.Join(' ', request.Prompt);
                seeds.TryAdd(prompt, []);
                seeds[prompt].Add(request.Sampling!.Seed);
                return new([], "", FinishReason.Stop, 0, [], 0);
            },
        };
        TaskOptions options = new() { Temperature = 0.7, Repeats = 2 };
        new Evaluator(engine).Evaluate(Prepare(Generating, 3, options), cancel: TestContext.Current.CancellationToken);
        List<ulong> all = [.. seeds.Values.SelectMany(list => list)];
        Assert.Equal(6, all.Distinct().Count());
        new Evaluator(engine).Evaluate(
            Prepare(Generating, 3, options with { Selection = new DocumentSelection.Shard(1, 3, new DocumentSelection.All()) }),
            cancel: TestContext.Current.CancellationToken);
        Assert.Equal(6, seeds.Values.SelectMany(list => list).Distinct().Count());
    }

    [Fact]
    public void Evaluate_rolling_sums_windows_and_counts_tokens_bytes_and_words()
    {
        TaskDefinition task = Task(OutputType.RollingLogLikelihood, null, Source("gold pony {{n}}")) with
        {
            Metrics = [new(PartSpec.Of("perplexity")), new(PartSpec.Of("byte_perplexity")), new(PartSpec.Of("word_perplexity"))],
        };
        ScriptedEngine engine = new()
        {
            ContextLength = 2,
            Score = request => new(-request.Continuation.Length, false, new float[request.Continuation.Length], 0),
        };
        TaskResult result = new Evaluator(engine).Evaluate(Prepare(task, 1), cancel: TestContext.Current.CancellationToken);
        int tokens = engine.Tokenizer.Encode("gold pony 0", false).Length;
        Assert.Equal(-tokens, result.Primary!.Values[0].Value);
        Assert.Equal([tokens, 11.0, 3.0], result.Metrics.Select(metric => metric.Values[0].Weight));
        Assert.Equal(Math.E, result.Metrics[0].Value, 1e-12);
        Assert.Equal(Math.Exp(tokens / 11.0), result.Metrics[1].Value, 1e-12);
    }

    [Fact]
    public void Prepare_sample_keeps_each_documents_own_examples()
    {
        TaskDefinition task = Generating with { Fewshot = new() { Count = 2 } };
        IReadOnlyList<DocumentPrompt> all = Prepare(task, 50).Prompts;
        IReadOnlyList<DocumentPrompt> some = Prepare(task, 50, new() { Selection = new DocumentSelection.Sample(10, 7) }).Prompts;
        Assert.Equal(10, some.Count);
        Assert.All(some, prompt => Assert.Equal(all[prompt.Document.Id].Requests[0], prompt.Requests[0]));
        Assert.Equal(some.Select(prompt => prompt.Document.Id).Order(), some.Select(prompt => prompt.Document.Id));
    }

    [Fact]
    public void Prepare_fingerprint_changes_with_prompts_and_settings_only()
    {
        string one = Prepare(Generating, 3).Fingerprint;
        Assert.Equal(one, Prepare(Generating, 3).Fingerprint);
        Assert.NotEqual(one, Prepare(Generating, 4).Fingerprint);
        Assert.NotEqual(one, Prepare(Generating, 3, new() { Temperature = 1 }).Fingerprint);
        Assert.NotEqual(one, Prepare(Generating, 3, new() { AddBeginOfSequence = false }).Fingerprint);
        Assert.NotEqual(one, Prepare(Generating with { Text = Source("m {{n}}:") }, 3).Fingerprint);
    }

    [Fact]
    public void Prepare_all_unknown_parts_are_named_together()
    {
        TaskDefinition task = Generating with
        {
            Metrics = [new(PartSpec.Of("exact_macth")), new(PartSpec.Of("byte_perplexity")), new(PartSpec.Of("exact_match"), "median")],
            Filters =
            [
                new("f", [PartSpec.Of("regexp"), PartSpec.Of("regex", ("regex_patern", "x")), PartSpec.Of("regex", ("fallback", 3L))]),
            ],
        };
        DiagnosticException error = Assert.Throws<DiagnosticException>(() => Prepare(task, 1));
        Assert.Equal(
            [.. Enumerable.Repeat(TaskCodes.UnknownPart, 4), TaskCodes.UnknownKey, TaskCodes.WrongValue],
            error.Diagnostics.Select(found => found.Code));
    }

    [Fact]
    public void PrepareAll_sample_is_divided_and_mistakes_of_all_tasks_come_together()
    {
        TaskDefinition other = Generating with { Name = "other" };
        IReadOnlyList<PreparedTask> tasks = Preparation(30).PrepareAll(
            [Generating, other], new() { Selection = new DocumentSelection.Sample(11, 1) });
        Assert.Equal([6, 5], tasks.Select(task => task.Prompts.Count));
        Assert.Throws<DiagnosticException>(
            () => Preparation(30).PrepareAll([Generating, other], new() { Selection = new DocumentSelection.Sample(1, 1) }));
        TaskDefinition wrong = Generating with { Metrics = [new(PartSpec.Of("nothing"))] };
        DiagnosticException error = Assert.Throws<DiagnosticException>(
            () => Preparation(3).PrepareAll([wrong, Generating with { Fewshot = new() { Count = 9 } }], new()));
        Assert.Equal([TaskCodes.UnknownPart, TaskCodes.FewFewshotDocuments], error.Diagnostics.Select(found => found.Code));
    }

    [Fact]
    public void Serialize_responses_come_back_bit_for_bit()
    {
        DocumentResponse[] responses =
        [
            new(3, [new ModelResponse.Likelihood(-0.1 - 0.2, true, 4, 0)]),
            new(5, [new ModelResponse.Likelihood(double.NegativeInfinity, false, 1, 2)]),
            new(4, [new ModelResponse.Answer("é\n\"", 5, true, 0)]),
        ];
        IReadOnlyList<DocumentResponse> read = ResponseJson.Deserialize(ResponseJson.Serialize(responses));
        Assert.Equal(responses.Select(response => response.DocumentId), read.Select(response => response.DocumentId));
        Assert.Equal(responses.SelectMany(response => response.Responses), read.SelectMany(response => response.Responses));
    }

    [Fact]
    public void IsPrefix_is_true_only_for_a_limit_that_cuts()
    {
        ScriptedEngine engine = new() { Score = Longer };
        bool IsPrefix(DocumentSelection selection) =>
            new Evaluator(engine).Evaluate(
                Prepare(Choice, 4, new() { Selection = selection }), cancel: TestContext.Current.CancellationToken).IsPrefix;
        Assert.True(IsPrefix(new DocumentSelection.Prefix(2)));
        Assert.False(IsPrefix(new DocumentSelection.Prefix(4)));
        Assert.False(IsPrefix(new DocumentSelection.Sample(2, 1)));
    }

    private sealed class FixedDocuments(DocumentSet documents) : IDocumentSource
    {
        public DocumentSet Read(DatasetReference dataset, string split, SourcePoint task) => documents;
    }

    private sealed class ListProgress(List<EvaluationProgress> steps) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) => steps.Add(value);
    }

    private sealed class MemoryJournal : IEvaluationJournal
    {
        private readonly Dictionary<EvaluationChunk, string> _chunks = [];

        public int Count => _chunks.Count;

        public IReadOnlyList<DocumentResponse>? Find(EvaluationChunk chunk) =>
            _chunks.TryGetValue(chunk, out string? json) ? ResponseJson.Deserialize(json) : null;

        public void Record(EvaluationChunk chunk, IReadOnlyList<DocumentResponse> responses) =>
            _chunks.Add(chunk, ResponseJson.Serialize(responses));

        public void Forget(int position) => _chunks.Remove(_chunks.Keys.OrderBy(chunk => chunk.First).ElementAt(position));
    }
}
