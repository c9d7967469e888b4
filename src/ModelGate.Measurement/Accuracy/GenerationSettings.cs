namespace ModelGate.Measurement.Accuracy;

/// <summary><c>generation_kwargs</c> with the harness's defaults.</summary>
public sealed record GenerationSettings
{
    public static GenerationSettings Default { get; } = new();

    /// <summary>Stop strings; null is the few-shot delimiter, empty only the end-of-sequence tokens.</summary>
    public IReadOnlyList<string>? Until { get; init; }

    /// <summary><c>max_gen_toks</c> and its aliases.</summary>
    public int MaxTokens { get; init; } = 256;

    /// <summary>0 is greedy; <c>do_sample: false</c> makes it 0.</summary>
    public double Temperature { get; init; }

    /// <summary>From 0 (excluded) to 1.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>0 is no limit.</summary>
    public int TopK { get; init; }

    public bool IsGreedy => Temperature == 0;
}
