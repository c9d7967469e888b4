using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy;

/// <summary>A suite: tasks and groups under one name.</summary>
/// <param name="Aggregations"><c>aggregate_metric_list</c>; empty gives the group no value of its own.</param>
public sealed record GroupDefinition(
    string Name, string? Alias, IReadOnlyList<TaskSelection> Members, IReadOnlyList<GroupAggregation> Aggregations, string? Version, SourcePoint At);

/// <param name="Filters">Null: every filter that a member reports the metric with.</param>
/// <param name="WeightBySize">A mean over documents; else over tasks.</param>
public sealed record GroupAggregation(string Metric, IReadOnlyList<string>? Filters, bool WeightBySize);

/// <summary>What a task's name stands for.</summary>
public abstract record TaskSelection
{
    private TaskSelection()
    {
    }

    public abstract string Name { get; }

    /// <summary>The tasks under this name, in order.</summary>
    public abstract IEnumerable<TaskDefinition> Leaves { get; }

    public sealed record Single(TaskDefinition Task) : TaskSelection
    {
        public override string Name => Task.Name;

        public override IEnumerable<TaskDefinition> Leaves => [Task];
    }

    public sealed record Group(GroupDefinition Definition) : TaskSelection
    {
        public override string Name => Definition.Name;

        public override IEnumerable<TaskDefinition> Leaves => Definition.Members.SelectMany(member => member.Leaves);
    }
}
