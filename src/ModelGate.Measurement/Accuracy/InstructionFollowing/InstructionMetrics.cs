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

/// <summary>
/// <c>strict_acc</c>: the leaderboard's IFEval score, the mean of prompt-level and instruction-level strict accuracy, as one value a
/// document: ½·p + ½·f·n/Σk (p 1 where the prompt is followed, f of its k instructions followed, n documents). A value can be above 1,
/// their mean cannot.
/// </summary>
public sealed class StrictAcc : InstructionMetric
{
    public override string Name => "strict_acc";

    protected override IReadOnlyList<SampleValue> Score(IReadOnlyList<GradedReply> replies)
    {
        double weight = (double)replies.Count / replies.Sum(reply => reply.Strict.Count);
        return
        [
            .. replies.Select(reply => new SampleValue(
                (0.5 * PromptLevel(reply.Strict).Value) + (0.5 * reply.Strict.Count(followed => followed) * weight))),
        ];
    }
}
