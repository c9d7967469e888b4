using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Measurement.Accuracy.Results;

namespace ModelGate.Measurement.Accuracy.InstructionFollowing;

/// <summary>
/// <c>strict_acc</c>: the leaderboard's IFEval score, the mean of prompt-level and instruction-level strict accuracy, as one value a
/// document: ½·p + ½·f·n/Σk (p 1 where the prompt is followed, f of its k instructions followed, n documents). A value can be above 1,
/// their mean cannot.
/// </summary>
public sealed class StrictAcc : InstructionMetric
{
    private const string MetricName = "strict_acc", PromptLevelName = "prompt_level_strict_acc", InstLevelName = "inst_level_strict_acc";

    public override string Name => MetricName;

    /// <summary>Adds the score to results of the harness, which states only the two it is made of.</summary>
    internal static IEnumerable<StatedScore> Derive(IReadOnlyList<StatedScore> stated) =>
        from prompts in stated
        where prompts.Metric == PromptLevelName && !stated.Any(score => score.Metric == MetricName && score.Filter == prompts.Filter)
        from instructions in stated
        where instructions.Metric == InstLevelName && instructions.Filter == prompts.Filter
        select new StatedScore(MetricName, prompts.Filter, (prompts.Value + instructions.Value) / 2, null, true);

    /// <summary>The same for each document's line in its samples.</summary>
    internal static IReadOnlyList<SampleRecord> Derive(IReadOnlyList<SampleRecord> samples)
    {
        List<SampleRecord> derived = [];
        foreach (IGrouping<string, SampleRecord> filter in samples.GroupBy(sample => sample.Filter))
        {
            SampleRecord[] records = [.. filter];
            bool isStated = records.Any(record => record.Scores.ContainsKey(MetricName));
            IReadOnlyList<bool>?[] followed = [.. records.Select(record => record.Scores.GetValueOrDefault(InstLevelName).Parts)];
            if (isStated || Array.Exists(followed, parts => parts is null))
            {
                derived.AddRange(records);
                continue;
            }

            IReadOnlyList<SampleValue> values = Values([.. followed.OfType<IReadOnlyList<bool>>()]);
            derived.AddRange(records.Select((record, i) => record with
            {
                Scores = new Dictionary<string, SampleValue>(record.Scores, StringComparer.Ordinal) { [MetricName] = values[i] },
            }));
        }

        return derived;
    }

    protected override IReadOnlyList<SampleValue> Score(IReadOnlyList<GradedReply> replies) =>
        Values([.. replies.Select(reply => reply.Strict)]);

    /// <param name="followed">Of each document, its instructions.</param>
    private static IReadOnlyList<SampleValue> Values(IReadOnlyList<IReadOnlyList<bool>> followed)
    {
        double weight = (double)followed.Count / followed.Sum(instructions => instructions.Count);
        return
        [
            .. followed.Select(instructions => new SampleValue(
                (0.5 * PromptLevel(instructions).Value) + (0.5 * instructions.Count(isFollowed => isFollowed) * weight))),
        ];
    }
}
