namespace ModelGate.Measurement.Performance;

/// <summary>How requests reach the engine.</summary>
public enum LoadMode
{
    /// <summary>Closed loop, one request at a time.</summary>
    Synchronous,
}

public enum ScenarioKind
{
    /// <summary>Answers are waited for: TTFT &lt; 1 s and ITL &lt; 0.1 s in the paper's asynchronous runs.</summary>
    Latency,

    /// <summary>Only the rate counts.</summary>
    Throughput,
}

/// <summary>One named use case: prompt and answer length in tokens.</summary>
/// <param name="DeclaredPrefill">The use case's own prompt length, where it was scaled to a model's context.</param>
/// <param name="DeclaredDecode">The use case's own answer length, where it was scaled.</param>
public sealed record Scenario(
    string Name, int PrefillTokens, int DecodeTokens, ScenarioKind Kind, int? DeclaredPrefill = null, int? DeclaredDecode = null)
{
    public bool IsScaled => DeclaredPrefill is not null;

    /// <summary>For people, such as <c>rag: 1024 + 128 tokens</c>, with the declared lengths where they were scaled.</summary>
    public string Describe() => IsScaled
        ? $"{Name}: {PrefillTokens} + {DecodeTokens} tokens, scaled from {DeclaredPrefill} + {DeclaredDecode} to the model's context"
        : $"{Name}: {PrefillTokens} + {DecodeTokens} tokens";

    /// <summary>The use cases of table 4 of arXiv 2411.02355, in its order.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("code-completion", 256, 1024, ScenarioKind.Latency),
        new("docstring-generation", 768, 128, ScenarioKind.Latency),
        new("code-fixing", 1024, 1024, ScenarioKind.Latency),
        new("rag", 1024, 128, ScenarioKind.Latency),
        new("instruction-following", 256, 128, ScenarioKind.Latency),
        new("multi-turn-chat", 512, 256, ScenarioKind.Latency),
        new("small-summarization", 1024, 128, ScenarioKind.Throughput),
        new("large-summarization", 4096, 512, ScenarioKind.Throughput),
    ];

    public static Scenario? Find(string name) => All.FirstOrDefault(scenario => scenario.Name == name);
}
