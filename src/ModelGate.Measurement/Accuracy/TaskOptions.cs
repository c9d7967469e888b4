namespace ModelGate.Measurement.Accuracy;

/// <summary>What a policy or the command line sets over a task's own settings; null leaves the task's.</summary>
public sealed record TaskOptions
{
    public int? Shots { get; init; }

    public ChatUse? Chat { get; init; }

    public string? SystemInstruction { get; init; }

    public bool? AddBeginOfSequence { get; init; }

    public DocumentSelection Selection { get; init; } = new DocumentSelection.All();

    /// <summary>Outputs for each document.</summary>
    public int? Repeats { get; init; }

    public double? Temperature { get; init; }

    public double? TopP { get; init; }

    /// <summary>Of sampled generation.</summary>
    public ulong Seed { get; init; } = 1234;

    /// <summary>Of the few-shot sampler; the harness's default.</summary>
    public long FewshotSeed { get; init; } = 1234;

    /// <summary>The task with these options written into it.</summary>
    public TaskDefinition Apply(TaskDefinition task) => task with
    {
        Fewshot = task.Fewshot with { Count = Shots ?? task.Fewshot.Count },
        Gating = task.Gating with
        {
            Chat = Chat ?? task.Gating.Chat,
            SystemInstruction = SystemInstruction ?? task.Gating.SystemInstruction,
            AddBeginOfSequence = AddBeginOfSequence ?? task.Gating.AddBeginOfSequence,
        },
        Repeats = Repeats ?? task.Repeats,
        Generation = task.Generation with
        {
            Temperature = Temperature ?? task.Generation.Temperature, TopP = TopP ?? task.Generation.TopP,
        },
    };
}
