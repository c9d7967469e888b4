namespace ModelGate.Measurement.Accuracy;

/// <summary>One member of a suite's average: a task, or a benchmark of several tasks with a value of its own, such as MMLU.</summary>
/// <param name="Weight">Share in the average; those of a suite sum to 1.</param>
/// <param name="Leaves">Its tasks, at least one.</param>
/// <param name="Group">Null for a task.</param>
public sealed record SuiteMember(string Name, double Weight, IReadOnlyList<TaskDefinition> Leaves, GroupDefinition? Group)
{
    /// <summary>
    /// Members of a plain group count alike, and so does a plain group inside it, whose share its own members divide (the academic average
    /// is the mean of the two leaderboards' averages).
    /// </summary>
    public static IReadOnlyList<SuiteMember> Of(TaskSelection selection) => [.. Of(selection, 1)];

    /// <summary>Members of plain groups that stand beside the average, as if they had been named alone.</summary>
    public static IReadOnlyList<SuiteMember> BesideOf(TaskSelection selection) =>
        selection is TaskSelection.Group { Definition: { Aggregations.Count: 0 } list }
            ? [.. list.Members.SelectMany(member => list.Scoring.Beside.Contains(member.Name) ? Of(member) : BesideOf(member))]
            : [];

    /// <summary>The member's score from its tasks' scores; null where none of them takes part.</summary>
    /// <param name="tasks">Plain tasks; those of this member are picked by name.</param>
    public RecoveryTask? Combine(IReadOnlyDictionary<string, RecoveryTask> tasks)
    {
        RecoveryTask[] own = [.. Leaves.Select(leaf => tasks.GetValueOrDefault(leaf.Name)).OfType<RecoveryTask>()];
        if (own.Length == 0) return null;
        if (Group is null) return own[0] with { Weight = Weight };
        RecoverySubtask[] subtasks = [.. own.SelectMany(task => task.Subtasks)];
        return new RecoveryTask(Name, own[0].Metric, Normalised(subtasks), Weights)
        {
            Weight = Weight,
            IsPrefix = own.Any(task => task.IsPrefix),
            DocumentsAvailable = own.All(task => task.DocumentsAvailable is null)
                ? null
                : own.Sum(task => task.DocumentsAvailable ?? task.Documents),
        };
    }

    /// <summary>Every document counts alike in its score, and nothing is subtracted from it.</summary>
    public bool IsPlainMean => Group is null || (Weights == SubtaskWeights.Documents && Group.Scoring.Normalise is null);

    private SubtaskWeights Weights => Group!.Scoring.Weights switch
    {
        GroupWeights.Documents => SubtaskWeights.Documents,
        GroupWeights.Equal => SubtaskWeights.Equal,
        _ => Group.Aggregations.Any(aggregation => aggregation.WeightBySize) ? SubtaskWeights.Documents : SubtaskWeights.Equal,
    };

    private static IEnumerable<SuiteMember> Of(TaskSelection selection, double weight) => selection switch
    {
        TaskSelection.Single single => [new(single.Name, weight, [single.Task], null)],
        TaskSelection.Group { Definition: { Aggregations.Count: > 0 } group } => [new(group.Name, weight, [.. selection.Leaves], group)],
        TaskSelection.Group { Definition: var list } => Counting(list).SelectMany(member => Of(member, weight / Counting(list).Count())),
        _ => throw new InvalidOperationException($"No members of {selection.GetType().Name}."),
    };

    private static IEnumerable<TaskSelection> Counting(GroupDefinition list) =>
        list.Members.Where(member => !list.Scoring.Beside.Contains(member.Name));

    private IReadOnlyList<RecoverySubtask> Normalised(RecoverySubtask[] subtasks) => Group!.Scoring switch
    {
        { Normalise: GroupNormalisation.Each } => [.. subtasks.Select(subtask => subtask with { IsNormalised = true })],
        { Normalise: GroupNormalisation.Whole, Chance: var chance } =>
            [new(Name, RecoveryScores.Pool([.. subtasks.Select(subtask => subtask.Scores)]), chance, IsNormalised: true)],
        _ => subtasks,
    };
}
