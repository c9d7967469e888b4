namespace ModelGate.Measurement.Accuracy;

/// <summary>Which examples a prompt shows, and how they are written where that differs from the question.</summary>
public sealed record FewshotSettings
{
    /// <summary><c>num_fewshot</c>.</summary>
    public int Count { get; init; }

    public FewshotSampler Sampler { get; init; } = FewshotSampler.PythonRandom;

    /// <summary>Fixed examples of the task file; used where no split is named.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, object?>>? Samples { get; init; }

    /// <summary><c>fewshot_indices</c>: the pool is these documents of it, in this order; null is all.</summary>
    public IReadOnlyList<int>? Indices { get; init; }

    /// <summary><c>process_docs</c> of the pool; null is the task's. Fixed samples are never processed.</summary>
    public PartSpec? Processor { get; init; }

    public FieldSpec? Text { get; init; }

    public FieldSpec? Target { get; init; }

    public FieldSpec? Choices { get; init; }

    /// <summary><c>gen_prefix</c> of examples.</summary>
    public FieldSpec? GenerationPrefix { get; init; }

    public string? TargetDelimiter { get; init; }

    public string? FewshotDelimiter { get; init; }
}

public enum FewshotSampler
{
    /// <summary><c>default</c>: one draw for each evaluated document from Python's generator, its state carried on.</summary>
    PythonRandom,

    /// <summary><c>first_n</c>: the first of the pool, in order.</summary>
    FirstN,
}
