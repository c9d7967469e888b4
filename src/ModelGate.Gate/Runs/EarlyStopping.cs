using ModelGate.Gate.Gates;
using ModelGate.Gate.Policies;
using ModelGate.Measurement;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Statistics;

namespace ModelGate.Gate.Runs;

/// <summary>
/// Which members of suites may stop before their last document: those that gates judge alone, so that nothing else needs their documents.
/// </summary>
internal sealed class EarlyStopping(Policy policy, IReadOnlyList<PlannedSuite> suites)
{
    /// <summary>Of all suites, each once.</summary>
    public IReadOnlyList<SuiteMember> Members { get; } = [.. suites.SelectMany(suite => suite.Members).DistinctBy(member => member.Name)];

    /// <summary>Whether it applies to each member, as sentences.</summary>
    public IEnumerable<string> Notes =>
        from member in Members
        from reason in policy.Candidates.GroupBy(candidate => ObstacleTo(member, candidate.Name))
        let names = reason.Count() < policy.Candidates.Count ? $" of {string.Join(", ", reason.Select(candidate => candidate.Name))}" : ""
        select reason.Key is { } obstacle
            ? $"{member.Name}: early stopping{names} does not apply, since {obstacle}."
            : $"{member.Name}: early stopping{names} applies, with a look after every {DocumentRounds.LengthOf(DocumentsOf(member))} "
                + $"of {DocumentsOf(member)} documents.";

    public IReadOnlyList<PreparedTask> TasksOf(SuiteMember member) =>
        suites.First(suite => suite.Members.Any(other => other.Name == member.Name)).TasksOf(member);

    /// <summary>The first reason why the member is asked whole, as a clause; null where it is asked in rounds.</summary>
    public string? ObstacleTo(SuiteMember member, string candidate)
    {
        IReadOnlyList<PreparedTask> tasks = TasksOf(member);
        if (tasks.Select(RoundsObstacle.Of).FirstOrDefault(reason => reason is not null) is { } unfit) return unfit;
        if (!member.IsPlainMean) return "its score is normalised or a mean of subtasks";
        if (DocumentsOf(member) <= DocumentRounds.LengthOf(DocumentsOf(member))) return "it has no more documents than one round";
        SuiteMember? other = Members.FirstOrDefault(other => other.Name != member.Name
            && other.Leaves.Any(leaf => member.Leaves.Any(own => own.Name == leaf.Name)));
        if (other is not null) return $"its documents count in {other.Name} too";
        GateRule[] rules = [.. RulesFor(candidate).Where(rule => Covers(rule, member))];
        return rules.Select(rule => ObstacleIn(rule, member)).FirstOrDefault(reason => reason is not null)
            ?? (rules.Length == 0 ? "no gate is about it" : null);
    }

    /// <summary>The gates that decide about the member.</summary>
    public IEnumerable<EarlyGate> GatesOn(SuiteMember member, string candidate) =>
        from rule in RulesFor(candidate)
        where rule.Metric.Source == MetricSource.Scores && Covers(rule, member)
        select new EarlyGate(rule, rule.Per == GateScope.Task ? Members.Count(other => IsScored(other) && Covers(rule, other)) : 1);

    private IEnumerable<GateRule> RulesFor(string candidate) =>
        policy.Gates.Where(rule => rule.Candidates is null || rule.Candidates.Contains(candidate));

    private int DocumentsOf(SuiteMember member) => TasksOf(member).Sum(task => task.Prompts.Count);

    private string? ObstacleIn(GateRule rule, SuiteMember member) =>
        rule.Metric.Source != MetricSource.Scores ? $"the gate in line {rule.At.Line} is about its answers"
        : rule.DecideBy == DecideBy.Estimate ? $"the gate in line {rule.At.Line} decides by the estimate"
        : rule.Per == GateScope.Suite && Means(rule, member).Any(mean => mean.Length > 1)
            ? $"the gate in line {rule.At.Line} judges a mean of several tasks"
        : null;

    /// <summary>Whether the rule needs the member's scores or answers.</summary>
    private bool Covers(GateRule rule, SuiteMember member) => rule.Metric.Source switch
    {
        MetricSource.Scores => rule.Per == GateScope.Suite
            ? Means(rule, member).Any()
            : rule.Tasks is null || rule.Tasks.Contains(member.Name) || SuitesOf(member).Any(suite => rule.Tasks.Contains(suite.Name)),
        MetricSource.AnswerLengths or MetricSource.AnswerTexts => TasksOf(member).Any(
            task => task.Task.Output == OutputType.GenerateUntil && (rule.Tasks?.Contains(task.Task.Name) ?? true)),
        _ => false,
    };

    /// <summary>Members of each mean that a rule per suite takes of this member and others, as <see cref="ScoreSubjects"/> does.</summary>
    private IEnumerable<SuiteMember[]> Means(GateRule rule, SuiteMember member)
    {
        foreach (PlannedSuite suite in SuitesOf(member).Where(suite => rule.Tasks?.Contains(suite.Name) ?? true))
        {
            yield return [.. suite.Members.Where(IsScored)];
        }

        if (rule.Tasks?.Contains(member.Name) ?? false)
        {
            yield return [.. Members.Where(other => IsScored(other) && rule.Tasks.Contains(other.Name))];
        }
    }

    private IEnumerable<PlannedSuite> SuitesOf(SuiteMember member) =>
        suites.Where(suite => suite.Members.Any(other => other.Name == member.Name));

    private bool IsScored(SuiteMember member) => TasksOf(member).Any(GateChecks.IsBounded);
}
