using ModelGate.Measurement.Accuracy.Metrics;

namespace ModelGate.Measurement.Accuracy.InstructionFollowing;

/// <summary><c>prompt_level_strict_acc</c>: all instructions of the prompt are followed.</summary>
public sealed class PromptLevelStrictAcc : InstructionMetric
{
    public override string Name => "prompt_level_strict_acc";

    protected override IReadOnlyList<SampleValue> Score(IReadOnlyList<GradedReply> replies) =>
        [.. replies.Select(reply => PromptLevel(reply.Strict))];
}

/// <summary><c>prompt_level_loose_acc</c>: the same, loosely.</summary>
public sealed class PromptLevelLooseAcc : InstructionMetric
{
    public override string Name => "prompt_level_loose_acc";

    protected override IReadOnlyList<SampleValue> Score(IReadOnlyList<GradedReply> replies) =>
        [.. replies.Select(reply => PromptLevel(reply.Loose))];
}

/// <summary><c>inst_level_strict_acc</c>: instructions followed of all instructions of all prompts.</summary>
public sealed class InstLevelStrictAcc : InstructionMetric
{
    public override string Name => "inst_level_strict_acc";

    protected override string Aggregation => InstructionLevelAccuracy.AggregationName;

    protected override IReadOnlyList<SampleValue> Score(IReadOnlyList<GradedReply> replies) =>
        [.. replies.Select(reply => SampleValue.OfParts(reply.Strict))];
}

/// <summary><c>inst_level_loose_acc</c>: the same, loosely.</summary>
public sealed class InstLevelLooseAcc : InstructionMetric
{
    public override string Name => "inst_level_loose_acc";

    protected override string Aggregation => InstructionLevelAccuracy.AggregationName;

    protected override IReadOnlyList<SampleValue> Score(IReadOnlyList<GradedReply> replies) =>
        [.. replies.Select(reply => SampleValue.OfParts(reply.Loose))];
}
