using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy;

/// <summary>One task in the vocabulary of lm-evaluation-harness, and what that vocabulary lacks (<see cref="Gating"/>).</summary>
public sealed record TaskDefinition
{
    /// <summary><c>task</c>: the name in results files.</summary>
    public required string Name { get; init; }

    /// <summary><c>task_alias</c>: the name in tables.</summary>
    public string? Alias { get; init; }

    /// <summary>The task's file.</summary>
    public required SourcePoint At { get; init; }

    public required OutputType Output { get; init; }

    public required DatasetReference Dataset { get; init; }

    public string? TrainingSplit { get; init; }

    public string? ValidationSplit { get; init; }

    public string? TestSplit { get; init; }

    public string? FewshotSplit { get; init; }

    /// <summary><c>process_docs</c>: prepares the documents of every split; null takes them as they are.</summary>
    public PartSpec? Processor { get; init; }

    /// <summary><c>doc_to_text</c>; empty for rolling log-likelihood.</summary>
    public FieldSpec? Text { get; init; }

    /// <summary><c>doc_to_target</c>.</summary>
    public FieldSpec? Target { get; init; }

    /// <summary><c>doc_to_choice</c>.</summary>
    public FieldSpec? Choices { get; init; }

    /// <summary>In front of the first example, with nothing between.</summary>
    public FieldSpec? Description { get; init; }

    /// <summary><c>gen_prefix</c>: how the answer begins.</summary>
    public FieldSpec? GenerationPrefix { get; init; }

    public string TargetDelimiter { get; init; } = " ";

    public string FewshotDelimiter { get; init; } = "\n\n";

    public FewshotSettings Fewshot { get; init; } = new();

    public GenerationSettings Generation { get; init; } = GenerationSettings.Default;

    public IReadOnlyList<FilterChain> Filters { get; init; } = [FilterChain.Default];

    /// <summary>Empty: the outputs are kept and nothing is scored.</summary>
    public IReadOnlyList<MetricSpec> Metrics { get; init; } = [];

    /// <summary>Outputs sampled for each document.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary><c>metadata.version</c> as written.</summary>
    public string? Version { get; init; }

    public TaskGating Gating { get; init; } = new();

    /// <summary>The file's content after includes, for the <c>configs</c> of results and for cache keys.</summary>
    public IReadOnlyDictionary<string, object?> Configuration { get; init; } = new Dictionary<string, object?>();

    /// <summary>The split that is evaluated: test, else validation, else training.</summary>
    public string? EvaluatedSplit => TestSplit ?? ValidationSplit ?? TrainingSplit;
}

/// <summary>What a gate needs to know of a task: the keys under <c>quantgate</c>.</summary>
public sealed record TaskGating
{
    /// <summary><c>metric</c> or <c>metric,filter</c>; null is the first metric of the first filter chain.</summary>
    public string? PrimaryMetric { get; init; }

    /// <summary>Score of a model that guesses, in the metric's unit; null where there is none.</summary>
    public double? Chance { get; init; }

    /// <summary>The primary metric's lowest and highest value; null takes the metric's own.</summary>
    public (double Low, double High)? Range { get; init; }

    /// <summary>Reported as 100·(score − chance)/(1 − chance), 0 below chance.</summary>
    public bool Normalise { get; init; }

    public ChatUse Chat { get; init; }

    /// <summary>
    /// <c>delimiter-in-answer</c>: where examples are turns of their own, each answer's turn begins with the target delimiter, as in the
    /// branch of the harness that the paper used (lm_eval/api/samplers.py, <c>get_chat_context</c>); else the delimiter is dropped.
    /// </summary>
    public bool DelimiterInAnswer { get; init; }

    /// <summary><c>system-prompt</c>: in front of the description.</summary>
    public string? SystemInstruction { get; init; }

    /// <summary><c>add-bos</c>: null is what the tokenizer does by itself.</summary>
    public bool? AddBeginOfSequence { get; init; }

    /// <summary><c>context-length</c>: most tokens of prompt and answer together; null is the model's own.</summary>
    public int? ContextLength { get; init; }

    /// <summary>
    /// <c>keep-prompt</c>: where prompt and longest answer do not fit, the answer may be shorter instead of the prompt losing its
    /// beginning, as a chat service answers.
    /// </summary>
    public bool KeepsPrompt { get; init; }

    /// <summary>False keeps the documents' text out of every report and artefact.</summary>
    public bool PublishDocuments { get; init; } = true;

    /// <summary><c>publish-documents: true</c> in so many words: pull-request comments may show the text too.</summary>
    public bool DocumentsArePublic { get; init; }
}
